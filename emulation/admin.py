"""Admin of the campaign: lists the department keeps, and a look at what the system wrote.

Criteria sets, campaigns and entries have pages of their own; what is frozen or handed
in is only shown here.
"""

from django.contrib import admin

from communes.records import ReadOnlyRecords, Records
from emulation import models


@admin.register(models.AwardKind)
class AwardKindAdmin(Records):
    list_display = ["code", "name", "authority", "lowest_level", "is_confirmed"]
    search_fields = ["name", "authority"]


@admin.register(models.SkillArea)
class SkillAreaAdmin(Records):
    list_display = ["code", "name", "name_en"]
    search_fields = ["name"]


@admin.register(models.LearningTarget)
class LearningTargetAdmin(Records):
    may_delete = True
    list_display = ["year", "group", "share", "document", "is_confirmed"]
    list_filter = ["year", "group"]


@admin.register(models.CriteriaSet)
class CriteriaSetAdmin(ReadOnlyRecords):
    list_display = ["code", "version", "name", "is_confirmed", "frozen_at"]
    list_filter = ["is_confirmed"]
    search_fields = ["code", "name"]


@admin.register(models.Campaign)
class CampaignAdmin(ReadOnlyRecords):
    list_display = ["code", "name", "school_year", "launched_at", "announced_at"]
    list_select_related = ["school_year"]
    search_fields = ["code", "name"]


@admin.register(models.Entry)
class EntryAdmin(ReadOnlyRecords):
    list_display = ["name", "campaign", "participant", "commune", "block", "state"]
    list_filter = ["campaign", "state", "participant"]
    list_select_related = ["campaign", "commune", "block"]
    search_fields = ["name"]


@admin.register(models.ScoreRun)
class ScoreRunAdmin(ReadOnlyRecords):
    list_display = ["campaign", "host", "started_at", "finished_at", "entries"]
    list_filter = ["campaign"]
    list_select_related = ["campaign"]
