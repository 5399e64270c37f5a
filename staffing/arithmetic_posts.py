"""How many of a post a school may have, written out with the conditions that led there."""

from django.utils.translation import gettext as _

from communes.numbers import exact, shown


def numbered(inputs):
    """The lines of a post that the text gives a number for."""
    steps = [_counted(inputs)]
    if inputs.get("per_pupils"):
        steps.append(_per_pupils(inputs))
    elif inputs.get("extra"):
        steps.append(
            _("Mức chung %(base)s, cộng thêm %(extra)s.")
            % {name: _written(inputs[name]) for name in ("base", "extra")}
        )
    steps.append(
        _("Văn bản cho tối đa %(quantity)s người.")
        % {"quantity": _written(inputs["quantity"])}
    )
    if inputs.get("note"):
        steps.append(inputs["note"])
    if inputs.get("confirmed") is False:
        steps.append(_("Số này cần xác nhận."))
    return tuple(steps)


def without_number(inputs):
    """Why nobody is asked for: no such post here, or no number in the text."""
    rule = inputs.get("rule")
    if rule == "none":
        return (_("Không có định mức cho vị trí này ở trường: định mức là 0."),)
    if rule == "unknown":
        return (
            _("Văn bản không nói đến vị trí này ở trường: không xác định thừa, thiếu."),
        )
    steps = [
        _("Chưa có số định mức (cần xác nhận): không xác định thừa, thiếu.")
        if rule == "open"
        else _("Không có định mức: không xác định thừa, thiếu.")
    ]
    if inputs.get("note"):
        steps.append(inputs["note"])
    if inputs.get("minimum"):
        steps.append(
            _("Văn bản cho mức tối thiểu: %(minimum)s người.")
            % {"minimum": _written(inputs["minimum"])}
        )
    return tuple(steps)


def _counted(inputs):
    """What of the school the number rests on: classes, and what else was asked."""
    facts = [_("%(number)s lớp") % {"number": _written(inputs["classes"])}]
    if inputs.get("region"):
        facts.append(_("vùng %(number)s") % {"number": inputs["region"]})
    if inputs.get("min_pupils") or inputs.get("per_pupils"):
        facts.append(_("%(number)s học sinh") % {"number": _written(inputs["pupils"])})
    if inputs.get("min_boarders"):
        facts.append(
            _("%(number)s học sinh bán trú") % {"number": _written(inputs["boarders"])}
        )
    if inputs.get("min_inclusive"):
        facts.append(
            _("%(number)s học sinh khuyết tật học hòa nhập")
            % {"number": _written(inputs["inclusive"])}
        )
    return _("Trường có %(facts)s.") % {"facts": ", ".join(facts)}


def _per_pupils(inputs):
    return _(
        "Cứ %(per_pupils)s học sinh %(base)s người: %(pupils)s × %(base)s ÷ "
        "%(per_pupils)s = %(quantity)s."
    ) % {
        name: _written(inputs[name])
        for name in ("per_pupils", "base", "pupils", "quantity")
    }


def _written(number):
    return shown(exact(number))
