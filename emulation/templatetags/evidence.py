"""Evidence in templates: the rows of one answer, and who else uses the same file."""

from django import template
from django.utils.translation import gettext as _

from communes.scoping import COMMUNE_ROLES, PROVINCE_ROLES
from emulation.evidence_files import evidence
from emulation.evidence_files.kinds import BY_MEDIA_TYPE

register = template.Library()


@register.simple_tag(takes_context=True)
def evidence_rows(context, answer):
    """The evidence of `answer`; of many answers at once after `evidence.attach`."""
    if not answer:
        return []
    if not hasattr(answer, "evidence_rows"):
        answer.evidence_rows = []
        evidence.attach([answer], context["request"].user)
    return answer.evidence_rows


@register.filter
def kind_name(file):
    """What people call the type of a file."""
    kind = BY_MEDIA_TYPE.get(file.media_type)
    return kind.name if kind else file.media_type


@register.simple_tag(takes_context=True)
def shared_words(context, shared):
    """The warning to reviewers that somebody else handed in the same file, or ""."""
    user = context["request"].user
    if not shared or user.role not in PROVINCE_ROLES | COMMUNE_ROLES:
        return ""
    who = "; ".join(shared.names)
    if shared.others:
        others = _("%(number)s đơn vị khác") % {"number": shared.others}
        who = (
            _("%(names)s và %(others)s") % {"names": who, "others": others}
            if who
            else others
        )
    return _("Cùng một tệp cũng được dùng làm minh chứng của: %(who)s.") % {"who": who}
