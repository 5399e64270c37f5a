"""How many classes of each upper-secondary grade chose a subject and its topics."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from communes.tasks import request_commune
from schools.models import GradeFigures, SchoolReturn
from staffing import norms
from staffing.models import ChosenClasses, CurriculumPeriods, NormSet

COLUMNS = {
    CurriculumPeriods.Kind.CHOSEN: "classes",
    CurriculumPeriods.Kind.TOPIC: "topic_classes",
}


def contents(day):
    """Chosen contents of the curriculum in force on `day`, by grade and subject."""
    applied = norms.applied_on(NormSet.Family.CURRICULUM, day)
    return (
        CurriculumPeriods.objects.filter(
            norm_set=applied.norm_set if applied else None, kind__in=COLUMNS
        )
        .select_related("grade", "subject")
        .order_by("kind", "subject__order", "grade__order")
    )


class ChosenForm(forms.Form):
    """A field for each content and grade that the school runs."""

    def __init__(self, *args, school, period, **kwargs):
        super().__init__(*args, **kwargs)
        self.school, self.period = school, period
        figures = GradeFigures.objects.filter(
            school_return__institution=school, school_return__period=period
        )
        classes = {row.grade_id: row.classes for row in figures if row.classes}
        rows = ChosenClasses.objects.filter(
            school_return__institution=school, school_return__period=period
        )
        stored = {(row.grade_id, row.subject_id): row for row in rows}
        self.lines = {}
        for content in contents(period.as_of):
            if content.grade_id in classes:
                self._add(content, classes[content.grade_id], stored)

    def _add(self, content, classes, stored):
        column = COLUMNS[content.kind]
        key = content.grade_id, content.subject_id
        name = f"{content.grade_id}:{content.subject_id}:{column}"
        label = f"{content.name}, {content.grade}"
        self.fields[name] = forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=classes,
            initial=getattr(stored.get(key), column, None),
            error_messages={
                "max_value": _("%(name)s: khối chỉ có %(classes)s lớp.")
                % {"name": label, "classes": classes}
            },
        )
        self.lines.setdefault((content.kind, content.name), []).append(name)

    def table(self):
        """[(kind, name, bound fields by grade)] as the page draws it."""
        return [
            (CurriculumPeriods.Kind(kind).label, name, [self[one] for one in names])
            for (kind, name), names in self.lines.items()
        ]

    @transaction.atomic
    def save(self):
        filed, _made = SchoolReturn.objects.get_or_create(
            institution=self.school, period=self.period
        )
        values = {}
        for name, number in self.cleaned_data.items():
            grade, subject, column = name.split(":")
            values.setdefault((grade, subject), {})[column] = number
        for (grade, subject), columns in values.items():
            ChosenClasses.objects.update_or_create(
                school_return=filed,
                grade_id=grade,
                subject_id=subject,
                defaults=columns,
            )
        request_commune(self.school.commune_id, self.period.school_year_id)
