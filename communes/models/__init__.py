"""Places, calendar, people with accounts, values and jobs: what everything stands on."""

from .calendar import DeadlineException, ReportingPeriod, SchoolYear
from .jobs import Job
from .places import (
    Commune,
    CommuneRegion,
    CultureSocietyOffice,
    Ethnicity,
    Population,
    Province,
)
from .users import User
from .values import ComputationRun, IndicatorValue, RecomputeRequest

__all__ = [
    "Commune",
    "CommuneRegion",
    "ComputationRun",
    "CultureSocietyOffice",
    "DeadlineException",
    "Ethnicity",
    "IndicatorValue",
    "Job",
    "Population",
    "Province",
    "RecomputeRequest",
    "ReportingPeriod",
    "SchoolYear",
    "User",
]
