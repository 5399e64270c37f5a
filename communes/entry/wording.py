"""Whether a rule makes sense before it is saved: its condition and both its sentences."""

from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communes.entry import conditions, forms
from communes.models import Rule

ACROSS_FORMS = Rule.Grain.UNIT


def check(rule):
    """Raises ValidationError with a sentence for each field that makes no sense."""
    wrong = {}
    try:
        tree = conditions.check(rule)
        if rule.grain != ACROSS_FORMS:
            _refuse_other_forms(tree)
    except conditions.ConditionError as error:
        wrong["condition"] = str(error)
    known = known_names(rule)
    for name in ("sentence", "sentence_en"):
        problem = _problem(getattr(rule, name), known)
        if problem:
            wrong[name] = problem
    if wrong:
        raise ValidationError(wrong)


def known_names(rule):
    """What may stand in braces; None where nobody has registered the form."""
    form = forms.find(rule.form)
    if form is None:
        return None
    names = {
        f"{start}{name}" for name in form.field_names for start in ("", "previous_")
    }
    if rule.grain != ACROSS_FORMS:
        return names
    every = {
        f"{one.code}_{name}" for one in forms.registered() for name in one.field_names
    }
    return names | every


def _refuse_other_forms(tree):
    for name in sorted(conditions.names(tree)):
        owner, dot, _field = name.rpartition(".")
        if dot and owner != "previous":
            words = _(
                "Quy tắc theo dòng không dùng được “%(name)s” của biểu khác. "
                "Hãy chọn phạm vi “Cả đơn vị”."
            )
            raise conditions.ConditionError(words % {"name": name})


def _problem(sentence, known):
    """What is wrong with the braces of a sentence, or nothing."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return _("Dấu ngoặc nhọn { } trong câu không đủ cặp.")
    for _text, name, spec, conversion in parts:
        if name is None:
            continue
        plain = name.isidentifier() and not spec and not conversion
        if not plain or (known is not None and name not in known):
            return _("Không có cột “%(name)s” để ghi số vào câu.") % {"name": name}
    return ""
