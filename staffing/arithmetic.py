"""The arithmetic of one gap written out, line by line, with its own numbers."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.numbers import exact, shown
from staffing import arithmetic_posts as posts
from staffing.models import NormSet

Reading = NormSet.Reading
Rounding = NormSet.Rounding


def lines(gap, reading):
    """The steps from classes and pupils to the number required, under `reading`."""
    inputs = {**gap.inputs, "required": getattr(gap, f"required_{reading}")}
    rule = inputs.get("rule")
    if rule == "general":
        return _general(inputs, reading)
    if rule == "preschool":
        return _preschool(inputs, reading)
    if rule == "post":
        return posts.numbered(inputs)
    return posts.without_number(inputs)


def _general(inputs, reading):
    steps = [_("Trường có %(classes)s lớp, %(pupils)s học sinh.") % _numbers(inputs)]
    if inputs.get("average_decision"):
        steps.append(_average(inputs))
    if reading == Reading.ACTUAL_CLASSES:
        steps += [_by_classes(inputs), _overflow(inputs)]
    elif len(inputs["kinds"]) == 1:
        steps += [_norm_classes(inputs), _share_of_norm_classes(inputs)]
    else:
        steps += [_by_classes(inputs), _norm_classes(inputs)]
        steps.append(_share_of_norm_classes(inputs))
    steps.append(_extra(inputs, reading))
    return (*steps, _rounded(inputs, reading))


def _average(inputs):
    return _(
        "Tỉnh quy định %(pupils_per_class)s học sinh/lớp thay cho %(pupils_by_region)s "
        "của vùng (Điều 3 khoản 4)."
    ) % _numbers(inputs)


def _by_classes(inputs):
    parts = " + ".join(
        _("%(classes)s %(kind)s × %(ratio)s") % {**_numbers(kind), "kind": _kind(kind)}
        for kind in inputs["kinds"]
    )
    return _("Theo số lớp: %(parts)s = %(sum)s giáo viên.") % {
        "parts": parts or "0",
        "sum": shown(exact(inputs["teachers_by_classes"])),
    }


def _kind(kind):
    if kind["special_type"] == "gifted":
        return _("lớp chuyên")
    if kind["two_sessions"] is None:
        return _("lớp")
    if kind["two_sessions"]:
        return _("lớp học 2 buổi/ngày")
    return _("lớp học 1 buổi/ngày")


def _norm_classes(inputs):
    return _(
        "Theo sĩ số %(pupils_per_class)s học sinh/lớp: %(pupils)s học sinh thành "
        "%(norm_classes)s lớp định mức, dư %(remainder)s học sinh."
    ) % _numbers(inputs)


def _share_of_norm_classes(inputs):
    """Norm classes take the mix of ratios that the real classes have."""
    base = exact(inputs["by_norm_classes"]) - exact(inputs["extra_by_norm_classes"])
    if len(inputs["kinds"]) == 1:
        return _(
            "Theo số lớp định mức: %(norm_classes)s × %(ratio)s = %(base)s giáo viên."
        ) % {
            **_numbers(inputs),
            "ratio": shown(exact(inputs["kinds"][0]["ratio"])),
            "base": shown(base),
        }
    return _(
        "%(norm_classes)s lớp định mức theo cơ cấu lớp thực tế: %(norm_classes)s × "
        "%(teachers_by_classes)s ÷ %(classes)s = %(base)s giáo viên."
    ) % {**_numbers(inputs), "base": shown(base)}


def _overflow(inputs):
    room = exact(inputs["classes"]) * exact(inputs["pupils_per_class"])
    if not exact(inputs["overflow"]):
        return _(
            "Sĩ số cho phép %(classes)s × %(pupils_per_class)s = %(room)s học sinh: "
            "không vượt."
        ) % {**_numbers(inputs), "room": shown(room)}
    return _(
        "Sĩ số cho phép %(classes)s × %(pupils_per_class)s = %(room)s học sinh: vượt "
        "%(overflow)s."
    ) % {**_numbers(inputs), "room": shown(room)}


def _extra(inputs, reading):
    if inputs["leftover_per_teacher"] is None:
        return _("Văn bản không quy định thêm giáo viên cho số học sinh dư.")
    return _(
        "Cứ %(leftover_per_teacher)s học sinh dư thêm 1 giáo viên: thêm %(extra)s."
    ) % {**_numbers(inputs), "extra": shown(exact(inputs[f"extra_by_{reading}"]))}


def _preschool(inputs, reading):
    steps = [
        line
        for group in inputs["groups"]
        if exact(group["classes"]) or exact(group["places"])
        for line in _age_group(group, inputs, reading)
    ]
    if inputs["one_class_sites"]:
        steps.append(
            _(
                "%(one_class_sites)s điểm trường chỉ có một nhóm, lớp thiếu trẻ × "
                "%(teachers_per_site)s = %(sum)s giáo viên."
            )
            % {
                **_numbers(inputs),
                "sum": shown(
                    exact(inputs["one_class_sites"])
                    * exact(inputs["teachers_per_site"])
                ),
            }
        )
    return (*steps, _rounded(inputs, reading))


def _age_group(group, inputs, reading):
    yield _children(group, inputs)
    if group["pupils_per_class"] is None:
        yield _("Nhóm, lớp ghép tính theo số lớp thực tế: %(work)s.") % {
            "work": _product(group, "classes")
        }
        return
    by_norm = reading == Reading.NORM_CLASSES
    if by_norm:
        yield _(
            "Theo sĩ số %(pupils_per_class)s trẻ: %(norm_classes)s nhóm, lớp định mức, "
            "dư %(remainder)s trẻ; %(work)s."
        ) % {**_numbers(group), "work": _product(group, "norm_classes")}
    else:
        yield _(
            "Theo số nhóm, lớp: %(work)s; vượt sĩ số %(pupils_per_class)s trẻ là "
            "%(overflow)s trẻ."
        ) % {**_numbers(group), "work": _product(group, "classes")}
    extra = exact(group[f"extra_by_{reading}"])
    if extra:
        yield _(
            "Cứ %(leftover_per_teacher)s trẻ dư thêm 1 giáo viên: thêm %(extra)s."
        ) % {
            **_numbers(group),
            "extra": shown(extra),
        }


def _children(group, inputs):
    words = {**_numbers(group), "name": _group_name(group)}
    if not exact(group["inclusive"]):
        return _("%(name)s: %(classes)s nhóm, lớp, %(children)s trẻ.") % words
    return _(
        "%(name)s: %(classes)s nhóm, lớp, %(children)s trẻ, trong đó %(inclusive)s trẻ "
        "khuyết tật học hòa nhập, mỗi trẻ giảm %(fewer)s chỗ: tính là %(places)s."
    ) % {**words, "fewer": shown(exact(inputs["inclusive_places"]))}


def _group_name(group):
    return group["name_en"] if get_language() == "en" else group["name"]


def _product(group, classes):
    number, ratio = exact(group[classes]), exact(group["ratio"])
    return f"{shown(number)} × {shown(ratio)} = {shown(number * ratio)}"


def _rounded(inputs, reading):
    total = exact(inputs[f"by_{reading}"])
    return _("Cộng: %(total)s; %(rounding)s: %(required)s.") % {
        "total": shown(total),
        "required": shown(inputs["required"]),
        "rounding": Rounding(inputs["rounding"]).label.lower(),
    }


def _numbers(values):
    """Every number of `values` as it is written for the reader."""
    return {
        name: shown(exact(value)) if type(value) in (int, float) else value
        for name, value in values.items()
    }
