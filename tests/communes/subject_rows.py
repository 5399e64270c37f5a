"""Rows of curriculum, loads and subject gaps, for the table of who reaches what."""

from staffing.models import (
    ChosenClasses,
    CurriculumPeriods,
    DutyReduction,
    SpreadWeight,
    SubjectGap,
    SubjectPart,
    TeachingLoad,
)
from tests.constraints import subjects as rows

OPEN_TO_ALL = {
    CurriculumPeriods: lambda w: rows.periods(),
    SubjectPart: lambda w: rows.part(),
    TeachingLoad: lambda w: rows.load(),
    DutyReduction: lambda w: rows.duty(),
    SpreadWeight: lambda w: rows.weight(),
}
OF_THE_SCHOOL = {ChosenClasses: lambda w: rows.chosen(school_return=w.filed)}
COMPUTED = {SubjectGap: lambda w: rows.subject_gap(institution=w.school, run=w.run)}
