"""Tags of the page shell: links that exist, the reference code of the request."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from communes.models import Notice
from communes.scoping import (
    COMMUNE_ROLES,
    EDITING_COMMUNE_ROLES,
    PROVINCE_ROLES,
    Role,
    is_active_account,
)

register = template.Library()

ENTERING_ROLES = EDITING_COMMUNE_ROLES | PROVINCE_ROLES | {Role.SCHOOL_CLERK}

# Section, route and label; a route that is not there yet is no dead link.
NAVIGATION = (
    ("home", "home", _("Việc cần làm")),
    ("dashboard", "dashboard", _("Tổng quan")),
    ("schools", "school_list", _("Mạng lưới trường")),
    ("staffing", "staffing", _("Đội ngũ")),
    ("indicators", "indicator_list", _("Chỉ số")),
    ("emulation", "campaign_list", _("Thi đua")),
)
# The same, for some roles.
WORK = (
    (ENTERING_ROLES, "entry", "entry_home", _("Nhập số liệu")),
    (PROVINCE_ROLES, "approval", "approval_home", _("Duyệt báo cáo")),
    (
        PROVINCE_ROLES | COMMUNE_ROLES,
        "board",
        "completeness_board",
        _("Tiến độ báo cáo"),
    ),
    (PROVINCE_ROLES | COMMUNE_ROLES, "reports", "report_list", _("Báo cáo, văn bản")),
    ({Role.SCHOOL_CLERK}, "reports", "paper_list", _("Văn bản, biểu mẫu")),
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
    entries[1:1] = [(key, address(name), label) for key, name, label in work_of(user)]
    links = [(key, f"{url}{query}", label) for key, url, label in entries if url]
    return {"links": links, "section": section}


def work_of(user):
    """Where this role enters, judges and follows the returns."""
    return [
        (key, name, label)
        for roles, key, name, label in WORK
        if is_active_account(user) and user.role in roles
    ]


@register.simple_tag
def unread_notices(user):
    """How many notices wait for this reader."""
    return Notice.objects.visible_to(user).unread().count()


@register.simple_tag(takes_context=True)
def reference_code(context):
    """The code of this request, by which the help desk finds it in the logs."""
    return getattr(context.get("request"), "code", "")
