"""Institutions, their sites, recognitions and changes, and the returns they file."""

from .codes import Grade, InstitutionKind, RejectionReason
from .facilities import Facilities
from .figures import AgeFigures, GradeFigures, OneClassSite
from .institutions import Institution, NationalStandard, Site
from .network import NetworkChange, NetworkChangePart
from .results import Award, GradeResults
from .returns import SchoolReturn

__all__ = [
    "AgeFigures",
    "Award",
    "Facilities",
    "Grade",
    "GradeFigures",
    "GradeResults",
    "Institution",
    "InstitutionKind",
    "NationalStandard",
    "NetworkChange",
    "NetworkChangePart",
    "OneClassSite",
    "RejectionReason",
    "SchoolReturn",
    "Site",
]
