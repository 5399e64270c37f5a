"""People and their posts, the norms that bind them, and the gaps between the two."""

from .codes import Degree, Post, Subject
from .gaps import StaffingGap
from .norms import (
    ClassSizeNorm,
    NormParameter,
    NormSet,
    PostNorm,
    QualificationNorm,
    TeacherRatio,
)
from .people import Absence, AssignedPlaces, Assignment, Person, Qualification
from .retirement import RetirementAge

__all__ = [
    "Absence",
    "AssignedPlaces",
    "Assignment",
    "ClassSizeNorm",
    "Degree",
    "NormParameter",
    "NormSet",
    "Person",
    "Post",
    "PostNorm",
    "Qualification",
    "QualificationNorm",
    "RetirementAge",
    "StaffingGap",
    "Subject",
    "TeacherRatio",
]
