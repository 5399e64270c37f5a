"""Why a subject of a school is short or over: periods, duties, load, cap, people."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.levels import Level
from communes.numbers import exact, shown
from schools.models import SchoolReturn
from staffing import queries as staff
from staffing.models import Absence, NormSet, Subject, SubjectGap, SubjectPart


@dataclass(frozen=True)
class Why:
    """One line of a subject, ready for the page, the API and files."""

    gap: SubjectGap
    level: str
    basis: tuple[str, ...]
    # (grade, content, periods a year, classes, periods a week)
    contents: tuple[tuple, ...]
    steps: tuple[str, ...]
    present: tuple[str, ...]
    majors: tuple[tuple[str, int], ...]
    people: list
    return_id: int | None
    submitted_by: str
    submitted_at: datetime | None
    approved_by: str
    approved_at: datetime | None


def explained(gaps, user=None, day=None):
    """A Why for each of `gaps`; people only where `user` may see them."""
    rows = gaps.select_related(
        "institution__kind", "subject", "norm_set", "run", "school_year"
    )
    return [explain(gap, user, day) for gap in sorted(rows, key=_by_level)]


def _by_level(gap):
    return Level.values.index(gap.level)


def explain(gap, user=None, day=None):
    filed = _return(gap)
    return Why(
        gap=gap,
        level=str(Level(gap.level).label),
        basis=tuple(_basis(gap)),
        contents=tuple(_contents(gap.inputs)),
        steps=tuple(_steps(gap)),
        present=tuple(_present(gap)),
        majors=_majors(gap.inputs.get("majors") or {}),
        people=people_at(gap, user, day) if user else [],
        return_id=filed and filed.pk,
        submitted_by=_person(filed and filed.submitted_by),
        submitted_at=filed and filed.submitted_at,
        approved_by=_person(filed and filed.decided_by),
        approved_at=filed and filed.decided_at,
    )


def _return(gap):
    returns = SchoolReturn.objects.select_related("submitted_by", "decided_by")
    return returns.filter(pk=gap.inputs.get("return")).first()


def _person(user):
    return (user.get_full_name() or user.get_username()) if user else ""


def _named(row):
    return row["name_en"] if get_language() == "en" else row["name"]


def _basis(gap):
    inputs = gap.inputs
    if inputs["rule"] == "preschool":
        yield _(
            "Mầm non: mỗi giáo viên dạy một nhóm, lớp, nên theo định mức chung của cấp."
        )
        yield f"{gap.norm_set.document}."
    elif inputs["rule"] == "none":
        yield _("Chương trình của cấp học không có tiết bắt buộc của môn này.")
    else:
        yield f"{gap.norm_set.document}: {inputs['articles']}."
        yield _("Định mức tiết dạy: TT 05/2025/TT-BGDĐT, %(article)s.") % {
            "article": inputs["load_article"]
        }
    if inputs.get("retroactive"):
        yield _(
            "Ngày %(day)s văn bản chưa có hiệu lực: áp dụng hồi tố để so sánh các năm."
        ) % {"day": f"{date.fromisoformat(inputs['as_of']):%d/%m/%Y}"}
    if inputs["rule"] == "subject":
        yield _(
            "Cách chia nội dung chung và số người được giảm tiết là giả định, cần Sở "
            "xác nhận."
        )


def _contents(inputs):
    english = get_language() == "en"
    for row in inputs.get("contents", ()):
        yield (
            row["grade_en"] if english else row["grade"],
            _named(row) + (f" ({_('giả định')})" if row.get("assumed") else ""),
            row["periods"],
            row["classes"],
            row["per_week"],
        )


def _steps(gap):
    inputs = gap.inputs
    if inputs["rule"] != "subject":
        if inputs["rule"] == "preschool":
            yield _("Định mức: %(required)s giáo viên.") % {
                "required": shown(gap.required)
            }
        return
    n = _numbers(inputs)
    yield (
        _("Số tiết của môn: %(own)s tiết/tuần (số tiết/năm × số lớp ÷ %(weeks)s).") % n
    )
    for duty in inputs["duties"]:
        yield _duty(duty)
    yield from _shared(inputs, n)
    yield _(
        "Nhu cầu: (%(own)s + %(own_duties)s + %(common_share)s + %(school_share)s) ÷ "
        "%(load)s tiết/tuần = %(need)s giáo viên."
    ) % {**n, "need": shown(gap.need)}
    yield _cap(gap, n)
    if inputs["assumed"]:
        yield _(
            "Trường chưa khai số lớp theo môn lựa chọn, chuyên đề: tính theo tỷ lệ giả "
            "định."
        )


def _duty(duty):
    return _(
        "%(name)s: %(people)s người × %(periods)s tiết = %(per_week)s tiết/tuần."
    ) % {
        **_numbers(duty),
        "name": _named(duty),
    }


def _shared(inputs, n):
    if exact(inputs["common"]):
        names = [_named(row) for row in inputs["shared_contents"]]
        names += [_named(row) for row in inputs["common_duties"]]
        yield _(
            "Nội dung, nhiệm vụ chung theo lớp (%(names)s): %(common)s tiết/tuần; môn "
            "này gánh %(share)s%% = %(common_share)s."
        ) % {
            **n,
            "names": "; ".join(dict.fromkeys(names)),
            "share": _percent(inputs["share"]),
        }
    if exact(inputs["of_the_school"]):
        yield _(
            "Nhiệm vụ chung của trường (tổ trưởng, tổ phó…): %(of_the_school)s "
            "tiết/tuần; môn này gánh %(share)s%% = %(school_share)s."
        ) % {**n, "share": _percent(inputs["share_of_school"])}


def _percent(share):
    return shown(exact(share) * 100, 1)


def _cap(gap, n):
    if gap.inputs["cap"] is None:
        return _("Cấp học không có định mức chung để đối chiếu.")
    if gap.inputs["capped"]:
        return _(
            "Tổng nhu cầu các môn của cấp %(needed)s vượt định mức tối đa %(cap)s "
            "(%(cap_document)s): mỗi môn giảm theo tỷ lệ, còn %(required)s."
        ) % {**n, "required": shown(gap.required)}
    return _(
        "Tổng nhu cầu các môn của cấp %(needed)s không vượt định mức tối đa %(cap)s "
        "(%(cap_document)s): giữ nguyên %(required)s; định mức không nâng nhu cầu lên."
    ) % {**n, "required": shown(gap.required)}


def _present(gap):
    yield _(
        "Có mặt: %(present)s giáo viên dạy môn này, trong đó %(contract)s hợp đồng lao "
        "động."
    ) % {"present": shown(gap.present), "contract": shown(gap.present_contract)}
    if gap.absent:
        kinds = ", ".join(
            f"{Absence.Kind(kind).label.lower()} {number}"
            for kind, number in sorted(gap.absent.items())
        )
        yield _("Không tính là có mặt: %(kinds)s.") % {"kinds": kinds}
    if gap.part_out or gap.part_in:
        yield _(
            "Dạy liên trường, không cộng vào số có mặt: đi dạy nơi khác %(out)s, nơi "
            "khác đến dạy %(come)s; số tiết ở nơi khác tính vào định mức tại trường "
            "quản lý (NĐ 93/2026/NĐ-CP Điều 13)."
        ) % {"out": shown(gap.part_out), "come": shown(gap.part_in)}
    unnamed = gap.inputs.get("unnamed")
    if unnamed:
        yield _("Ở cấp này còn %(number)s giáo viên chưa ghi môn dạy.") % {
            "number": shown(unnamed)
        }


def _majors(majors):
    names = Subject.objects.in_bulk([code for code in majors if code])
    named = [
        (str(names[code]) if code in names else _("chưa rõ chuyên ngành"), number)
        for code, number in majors.items()
    ]
    return tuple(sorted(named, key=lambda one: -one[1]))


def people_at(gap, user, day):
    """Teachers of the subject whom `user` may see, with those away marked so."""
    parts = SubjectPart.objects.filter(
        norm_set__family=NormSet.Family.CURRICULUM, level=gap.level, whole=gap.subject
    ).values("part")
    here = staff.serving(user, day).filter(
        institution=gap.institution, post__group="teacher", level=gap.level
    )
    taught = here.filter(subject__in=[gap.subject_id]) | here.filter(subject__in=parts)
    if gap.level in (Level.PRESCHOOL, Level.PRIMARY) and gap.inputs["rule"] != "none":
        taught = taught | here.filter(subject=None)
    rows = list(staff.by_given_name(staff.with_absence(taught, day)))
    for row in rows:
        row.absence_label = Absence.Kind(row.absence).label if row.absence else ""
    return rows


def warnings(gaps):
    """What a reader of sums must know: teachers without a subject, assumed choices."""
    unnamed = {
        (row.institution_id, row.level): row.inputs["unnamed"]
        for row in gaps.filter(inputs__unnamed__gt=0).only(
            "institution", "level", "inputs"
        )
    }
    number = sum(unnamed.values())
    if number:
        yield _("%(number)s giáo viên chưa ghi môn dạy nên không tính vào môn nào.") % {
            "number": shown(number)
        }
    assumed = gaps.filter(inputs__assumed=True)
    schools = assumed.order_by().values("institution").distinct().count()
    if schools:
        yield _(
            "%(number)s trường THPT chưa khai số lớp theo môn lựa chọn: nhu cầu các môn "
            "đó tính theo tỷ lệ giả định."
        ) % {"number": shown(schools)}


def _numbers(values):
    return {
        name: shown(exact(value)) if type(value) in (int, float, Decimal) else value
        for name, value in values.items()
    }
