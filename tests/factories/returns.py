"""Returns in every state with figures by grade, and whole schools."""

from django.utils import timezone

from communes.scoping import Role
from schools.models import Facilities, GradeFigures, OneClassSite, SchoolReturn

from .accounts import somebody
from .institutions import institution, site
from .places import YEAR, period


def school_return(
    institution, *, year=YEAR, kind="start", state="approved", by=None, **fields
):
    """A return in `state` with the facts that state must carry."""
    now = timezone.now()
    if state != "draft":
        by = by or somebody(Role.SCHOOL_CLERK, institution=institution)
        fields = {"submitted_by": by, "submitted_at": now, **fields}
    if state in ("approved", "rejected", "locked"):
        # Nobody judges her own return.
        judge = somebody(Role.OFFICIAL)
        fields = {"decided_by": judge, "decided_at": now, **fields}
    if state == "rejected":
        fields = {"reason": "Sĩ số lớp 1 chưa khớp", **fields}
    return SchoolReturn.objects.create(
        institution=institution, period=period(year, kind), state=state, **fields
    )


def grade(school_return, code, *, classes, pupils, **fields):
    """Figures of one grade; two sessions for everybody unless said otherwise."""
    return GradeFigures.objects.create(
        school_return=school_return,
        grade_id=code,
        classes=classes,
        pupils=pupils,
        **{
            "two_session_classes": classes,
            "two_session_pupils": pupils,
            "mixed_classes": 0,
            "girls": pupils // 2,
            "ethnic": pupils,
            "ethnic_girls": pupils // 2,
            "inclusive": 0,
            "english": pupils,
            "informatics": pupils,
            **fields,
        },
    )


def one_class_site(school_return, grade, *, children, inclusive=0):
    return OneClassSite.objects.create(
        school_return=school_return,
        site=site(school_return.institution),
        grade_id=grade,
        children=children,
        inclusive=inclusive,
    )


def facilities(school_return, *, classrooms=10, solid_rooms=8, **fields):
    return Facilities.objects.create(
        school_return=school_return,
        classrooms=classrooms,
        solid_rooms=solid_rooms,
        **fields,
    )


GRADES = {
    "MN": ("N3", "M3", "M4", "M5"),
    "TH": ("01", "02", "03", "04", "05"),
    "THCS": ("06", "07", "08", "09"),
    "THPT": ("10", "11", "12"),
    "GDTX": ("T10", "T11", "T12"),
}
GRADES["MG"] = GRADES["MN"][1:]
GRADES["NT"] = ("N1", "N2", "N3")
GRADES["TH-THCS"] = GRADES["TH"] + GRADES["THCS"]
GRADES["THCS-THPT"] = GRADES["THCS"] + GRADES["THPT"]


def school(kind="TH", *, classes=2, pupils=50, year=YEAR, state="approved", **fields):
    """An institution with a return of `classes` and `pupils` in every grade it teaches."""
    row = institution(kind, **fields)
    site(row, is_main=True)
    filed = school_return(row, year=year, state=state)
    for code in GRADES[kind]:
        grade(filed, code, classes=classes, pupils=pupils)
    facilities(filed)
    return row
