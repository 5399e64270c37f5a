"""Why a gap is what it is, in five steps that a person can read aloud."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.numbers import shown
from schools.models import Institution, SchoolReturn
from staffing import arithmetic
from staffing.models import Absence, NormSet

Reading = NormSet.Reading


@dataclass(frozen=True)
class Explanation:
    """The five steps behind one gap, ready for a page, the API or a file.

    Every text is in the language of the page, numbers written in its format.
    """

    # 1. The norm: document, articles, and what is unconfirmed about it.
    basis: tuple[str, ...]
    # 2. The arithmetic, one line per step, under each reading of "classes".
    actual_classes: tuple[str, ...]
    norm_classes: tuple[str, ...]
    headline: str  # "actual_classes" or "norm_classes"
    # 3. Who is present, absent and assigned.
    present: tuple[str, ...]
    # 4. The return the figures come from.
    return_id: int | None
    submitted_by: str
    submitted_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    # 5. When, where and by which run it was computed.
    run_id: int
    computed_at: datetime | None
    host: str


def explain(gap):
    """The Explanation of a StaffingGap; select its norm_set, run and institution."""
    filed = _return(gap)
    return Explanation(
        basis=tuple(_basis(gap)),
        actual_classes=arithmetic.lines(gap, Reading.ACTUAL_CLASSES),
        norm_classes=arithmetic.lines(gap, Reading.NORM_CLASSES),
        headline=gap.norm_set.reading,
        present=tuple(_present(gap)),
        return_id=filed and filed.pk,
        submitted_by=_person(filed and filed.submitted_by),
        submitted_at=filed and filed.submitted_at,
        approved_by=_person(filed and filed.decided_by),
        approved_at=filed and filed.decided_at,
        run_id=gap.run_id,
        computed_at=gap.run.finished_at or gap.run.started_at,
        host=gap.run.host,
    )


def as_rows(gap):
    """The explanation as step and sentence, for a file."""
    why = explain(gap)
    steps = (
        (_("Căn cứ"), why.basis),
        (Reading.ACTUAL_CLASSES.label, why.actual_classes),
        (Reading.NORM_CLASSES.label, why.norm_classes),
        (_("Có mặt"), why.present),
    )
    rows = [(str(step), line) for step, lines in steps for line in lines]
    for label, who, at in (
        (_("Người nộp"), why.submitted_by, why.submitted_at),
        (_("Người duyệt"), why.approved_by, why.approved_at),
    ):
        moment = f", {localtime(at):%H:%M %d/%m/%Y}" if at else ""
        rows.append((label, f"{who or '–'}{moment}"))
    return rows


def _return(gap):
    returns = SchoolReturn.objects.select_related("submitted_by", "decided_by")
    return returns.filter(pk=gap.inputs.get("return")).first()


def _person(user):
    return (user.get_full_name() or user.get_username()) if user else ""


def _basis(gap):
    norm_set, inputs = gap.norm_set, gap.inputs
    yield norm_set.title_en if get_language() == "en" else norm_set.title
    named = "; ".join(articles(inputs))
    if named:
        yield f"{norm_set.document}: {named}."
    # A post may depend on the region without naming the decision again.
    if inputs.get("region") and inputs.get("region_decision"):
        yield _("Xã thuộc vùng %(region)s theo %(decision)s.") % {
            "region": inputs["region"],
            "decision": inputs["region_decision"],
        }
        if not inputs["region_in_force"]:
            yield _("Quyết định về vùng chưa có hiệu lực ngày này: áp dụng hồi tố.")
    if inputs.get("average_decision"):
        yield _average(inputs)
    if inputs.get("retroactive"):
        yield _(
            "Ngày %(day)s văn bản chưa có hiệu lực: áp dụng hồi tố để so sánh các năm."
        ) % {"day": f"{date.fromisoformat(inputs['as_of']):%d/%m/%Y}"}
    yield from _doubts(gap)


def _average(inputs):
    words = {
        "decision": inputs["average_decision"],
        "day": f"{date.fromisoformat(inputs['average_decided_on']):%d/%m/%Y}",
    }
    if inputs["average_of"] == "institution":
        return _("Sĩ số riêng của trường theo %(decision)s ngày %(day)s.") % words
    return _("Sĩ số riêng của xã theo %(decision)s ngày %(day)s.") % words


def _doubts(gap):
    special = gap.inputs.get("special_type")
    if special == Institution.SpecialType.BORDER_BOARDING:
        yield _(
            "Văn bản không có định mức riêng cho phổ thông nội trú biên giới: tính "
            "theo định mức chung của cấp học."
        )
    if gap.required_actual_classes is not None:
        yield _("Định mức là mức tối đa, không phải chỉ tiêu biên chế.")
    counts_classes = gap.inputs.get("rule") in ("general", "preschool")
    if counts_classes and not gap.norm_set.confirmed:
        yield _("Cách làm tròn và cách đếm lớp chờ Sở xác nhận.")


def articles(inputs):
    """Articles named anywhere in the inputs, each once, in order."""
    rows = [inputs, *inputs.get("kinds", ()), *inputs.get("groups", ())]
    named = (
        row.get(key)
        for row in rows
        for key in ("article", "ratio_article", "extra_article")
    )
    return dict.fromkeys(one for both in named if both for one in both.split("; "))


def _present(gap):
    yield _(
        "Có mặt: %(permanent)s viên chức, %(contract)s hợp đồng lao động; cộng %(sum)s."
    ) % {
        "permanent": shown(gap.present_permanent),
        "contract": shown(gap.present_contract),
        "sum": shown(gap.present_permanent + gap.present_contract),
    }
    if gap.absent:
        kinds = ", ".join(
            f"{Absence.Kind(kind).label.lower()} {number}"
            for kind, number in sorted(gap.absent.items())
        )
        yield _("Không tính là có mặt: %(kinds)s.") % {"kinds": kinds}
    places = gap.inputs.get("assigned_to_group")
    if gap.assigned is not None:
        yield _("Biên chế được giao: %(places)s.") % {"places": shown(gap.assigned)}
    elif places is not None:
        yield _("Biên chế giao chung cho nhóm vị trí: %(places)s.") % {
            "places": shown(places)
        }
