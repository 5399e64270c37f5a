"""Admin of institutions, their sites and recognitions, and changes of the network."""

from django.contrib import admin

from communes.records import Records, RecordsBehindValues, Rows
from schools import models


class SiteRows(Rows):
    model = models.Site


class RecognitionRows(Rows):
    model = models.NationalStandard


@admin.register(models.Institution)
class InstitutionAdmin(RecordsBehindValues):
    """Institutions are closed, never deleted: their past years stay true."""

    list_display = ["code", "name", "kind", "commune", "managing_commune", "closed_on"]
    list_filter = ["kind", "special_type", "ownership", "commune__cluster"]
    list_select_related = ["kind", "commune", "managing_commune"]
    search_fields = ["code", "name", "search_name"]
    autocomplete_fields = ["commune", "managing_commune"]
    inlines = [SiteRows, RecognitionRows]


class PartRows(Rows):
    model = models.NetworkChangePart
    autocomplete_fields = ["institution"]


@admin.register(models.NetworkChange)
class NetworkChangeAdmin(Records):
    may_delete = True
    list_display = ["kind", "effective_on", "decision", "note"]
    list_filter = ["kind"]
    search_fields = ["decision", "note", "parts__name"]
    inlines = [PartRows]


@admin.register(models.InstitutionKind)
class InstitutionKindAdmin(Records):
    list_display = ["code", "name", "name_en", "short_name", "recognisable"]
    search_fields = ["name"]


@admin.register(models.Grade)
class GradeAdmin(Records):
    list_display = ["code", "name", "name_en", "level", "right_age"]
    list_filter = ["level"]
    search_fields = ["name"]


@admin.register(models.RejectionReason)
class RejectionReasonAdmin(Records):
    """Offered while judging; a return keeps the words it was rejected with."""

    may_delete = True
    list_display = ["code", "text", "order"]
    search_fields = ["text"]
