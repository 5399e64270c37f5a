"""The accounts of the demonstration, offered on the login page of a demo only."""

from django import template

from communes.models import User

register = template.Library()


@register.simple_tag
def demo_accounts():
    # Late: only a demonstration's login page needs the demonstration's package.
    from edu_lang_son.demo.accounts import ACCOUNTS, PASSWORD  # noqa: PLC0415

    known = set(
        User.objects.filter(
            username__in=[account.username for account in ACCOUNTS], is_active=True
        ).values_list("username", flat=True)
    )
    return {
        "password": PASSWORD,
        "users": [
            (account.username, account.role.label)
            for account in ACCOUNTS
            if account.username in known
        ],
    }
