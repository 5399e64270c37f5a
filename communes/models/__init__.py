"""Places, calendar, people with accounts, values and jobs: what everything stands on."""

from .calendar import DeadlineException, ReportingPeriod, SchoolYear
from .entry import CellComment, Explanation, PendingCell, Rule
from .exports import ExportFile, ExportPart
from .imports import Import, ImportChange, ImportFile, ImportFix, ImportProblem
from .jobs import Job
from .notices import Notice
from .papers import Paper, PaperFile, PaperSchedule
from .places import (
    Commune,
    CommuneRegion,
    CultureSocietyOffice,
    Ethnicity,
    Population,
    Province,
)
from .reports import Report, ReportFile, ReportText
from .targets import Target, TargetMargin
from .users import User
from .values import ComputationRun, IndicatorValue, RecomputeRequest

__all__ = [
    "CellComment",
    "Commune",
    "CommuneRegion",
    "ComputationRun",
    "CultureSocietyOffice",
    "DeadlineException",
    "Ethnicity",
    "Explanation",
    "ExportFile",
    "ExportPart",
    "Import",
    "ImportChange",
    "ImportFile",
    "ImportFix",
    "ImportProblem",
    "IndicatorValue",
    "Job",
    "Notice",
    "Paper",
    "PaperFile",
    "PaperSchedule",
    "PendingCell",
    "Population",
    "Province",
    "RecomputeRequest",
    "Report",
    "ReportFile",
    "ReportText",
    "ReportingPeriod",
    "Rule",
    "SchoolYear",
    "Target",
    "TargetMargin",
    "User",
]
