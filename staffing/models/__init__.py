"""People and their posts, the norms that bind them, and the gaps between the two."""

from .averages import ClassAverage
from .codes import Degree, Post, Subject
from .curriculum import (
    CurriculumPeriods,
    DutyReduction,
    SpreadWeight,
    SubjectPart,
    TeachingLoad,
)
from .forecasts import Forecast, ForecastLine
from .gaps import PlaceGap, StaffingGap
from .norms import (
    ClassSizeNorm,
    NormParameter,
    NormSet,
    PostNorm,
    QualificationNorm,
    TeacherRatio,
)
from .people import Absence, AssignedPlaces, Assignment, Person, Qualification
from .redeploy import RedeployDecision, RedeployMove, RedeployNeed, RedeployPlan
from .redeploy_rules import Protection, RedeployRule
from .retirement import RetirementAge
from .subjects import ChosenClasses, SubjectGap

__all__ = [
    "Absence",
    "AssignedPlaces",
    "Assignment",
    "ChosenClasses",
    "ClassAverage",
    "ClassSizeNorm",
    "CurriculumPeriods",
    "Degree",
    "DutyReduction",
    "Forecast",
    "ForecastLine",
    "NormParameter",
    "NormSet",
    "Person",
    "PlaceGap",
    "Post",
    "PostNorm",
    "Protection",
    "Qualification",
    "QualificationNorm",
    "RedeployDecision",
    "RedeployMove",
    "RedeployNeed",
    "RedeployPlan",
    "RedeployRule",
    "RetirementAge",
    "SpreadWeight",
    "StaffingGap",
    "Subject",
    "SubjectGap",
    "SubjectPart",
    "TeacherRatio",
    "TeachingLoad",
]
