"""Tags of the page shell: links that exist, the reference code of the request."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from communes.models import Notice
from communes.scoping import COMMUNE_ROLES, Role

register = template.Library()

# Section, route and label; a route that is not there yet is no dead link.
NAVIGATION = (
    ("home", "home", _("Việc cần làm")),
    ("dashboard", "dashboard", _("Tổng quan")),
    ("schools", "school_list", _("Mạng lưới trường")),
    ("staffing", "staffing", _("Đội ngũ")),
    ("indicators", "indicator_list", _("Chỉ số")),
    ("history", "history", _("Lịch sử")),
)


def address(route, *args):
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def route(name, *args):
    """The address of a route, or nothing where the site does not have it."""
    return address(name, *args)


@register.inclusion_tag("components/navigation.html")
def navigation(user, section, query=""):
    entries = [(key, address(name), label) for key, name, label in NAVIGATION]
    if user.role in COMMUNE_ROLES and user.commune_id:
        own = ("commune", address("commune_detail", user.commune_id), _("Xã tôi"))
        entries.insert(1, own)
    if user.role == Role.SCHOOL_CLERK and user.institution_code:
        own = address("school_detail", user.institution_code)
        entries.insert(1, ("school", own, _("Trường tôi")))
    links = [(key, f"{url}{query}", label) for key, url, label in entries if url]
    return {"links": links, "section": section}


@register.simple_tag
def unread_notices(user):
    """How many notices wait for this reader."""
    return Notice.objects.visible_to(user).unread().count()


@register.simple_tag(takes_context=True)
def reference_code(context):
    """The code of this request, by which the help desk finds it in the logs."""
    return getattr(context.get("request"), "code", "")
