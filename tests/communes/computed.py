"""A small province to recompute, and its stored values in a form to compare."""

from communes.models import ComputationRun, IndicatorValue
from staffing.models import StaffingGap
from tests import factories as make


def province():
    """Two communes, every way of reporting, and a school managed from next door."""
    make.reference()
    here, there = make.commune(cluster="Bắc Sơn"), make.commune(cluster="Cao Lộc")
    primary = make.school("TH", commune=here)
    make.school("TH-THCS", commune=here, managing_commune=there, classes=3, pupils=71)
    make.school("MN", commune=there, state="submitted", pupils=33)
    make.school("THCS", commune=there, state="draft")
    make.school("THPT", commune=there, classes=5, pupils=201)
    for _ in range(4):
        make.employee(primary)
    make.employee(primary, "principal")
    make.population(here, 5, 40)
    return here, there, primary


def values(**only):
    """Everything about the stored values except by which run they were written."""
    rows = IndicatorValue.objects.filter(**only).values_list(
        "indicator",
        "school_year",
        "scope",
        "scope_key",
        "commune",
        "basis",
        "level",
        "numerator",
        "denominator",
        "expected",
        "reported",
        "approved",
    )
    return sorted(rows, key=str)


def gaps():
    """The same of the staffing gaps."""
    rows = StaffingGap.objects.values_list(
        "institution__code",
        "post",
        "level",
        "required_norm_classes",
        "required_actual_classes",
        "present",
        "absent",
        "assigned",
        "inputs",
    )
    return sorted(rows, key=str)


def states():
    return list(ComputationRun.objects.order_by("pk").values_list("state", flat=True))
