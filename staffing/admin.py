"""Admin of norms with their articles, and of the code lists of staffing."""

from django.contrib import admin

from communes.records import Records, RecordsBehindValues, Rows
from staffing import models


class ClassSizeRows(Rows):
    model = models.ClassSizeNorm


class TeacherRatioRows(Rows):
    model = models.TeacherRatio


class PostNormRows(Rows):
    model = models.PostNorm


class ParameterRows(Rows):
    model = models.NormParameter


class QualificationRows(Rows):
    model = models.QualificationNorm


class CurriculumRows(Rows):
    model = models.CurriculumPeriods


class SubjectPartRows(Rows):
    model = models.SubjectPart


class LoadRows(Rows):
    model = models.TeachingLoad


class DutyRows(Rows):
    model = models.DutyReduction


class SpreadRows(Rows):
    model = models.SpreadWeight


@admin.register(models.NormSet)
class NormSetAdmin(RecordsBehindValues):
    list_display = [
        "code",
        "family",
        "document",
        "status",
        "valid_from",
        "valid_to",
        "reading",
        "rounding",
        "confirmed",
    ]
    list_filter = ["family", "status"]
    search_fields = ["code", "title", "document"]
    inlines = [
        ClassSizeRows,
        TeacherRatioRows,
        PostNormRows,
        ParameterRows,
        QualificationRows,
        CurriculumRows,
        SubjectPartRows,
        LoadRows,
        DutyRows,
        SpreadRows,
    ]


@admin.register(models.ClassAverage)
class ClassAverageAdmin(RecordsBehindValues):
    list_display = [
        "commune",
        "institution",
        "level",
        "pupils_per_class",
        "decision",
        "valid_from",
        "valid_to",
    ]
    list_filter = ["level"]
    autocomplete_fields = ["commune", "institution"]


class CodeListAdmin(Records):
    list_display = ["code", "name", "name_en", "order"]
    search_fields = ["name", "name_en"]


@admin.register(models.Post)
class PostAdmin(CodeListAdmin):
    list_display = ["code", "name", "name_en", "group", "order"]
    list_filter = ["group"]


@admin.register(models.RetirementAge)
class RetirementAgeAdmin(RecordsBehindValues):
    list_display = ["sex", "born_from", "born_to", "months", "article", "confirmed"]
    list_filter = ["sex", "confirmed"]


admin.site.register([models.Subject, models.Degree], CodeListAdmin)


@admin.register(models.RedeployRule)
class RedeployRuleAdmin(Records):
    # Which limits there are is a matter of the solver; what they are, of people.
    may_add = False
    list_display = ["code", "name", "value", "unit", "basis", "confirmed"]
    list_filter = ["group", "confirmed"]
    search_fields = ["code", "name"]
