"""Telling people: a sentence on their page of notices, and by e-mail once it is kept."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from communes.mailing import mail_notices
from communes.models import Notice, User
from communes.scoping import EDITING_COMMUNE_ROLES, PROVINCE_ROLES

CHUNK = 500


@dataclass(frozen=True)
class Message:
    """What one person is to be told on one occasion."""

    recipient: User
    text: str
    occasion: str
    address: str = ""


def tell(recipients, kind, text, address="", occasion=""):
    """Tell everybody in `recipients` once per occasion.

    `text` may be a function, called in the language of the screens: whoever causes
    a notice may be reading English.
    """
    with translation.override(settings.LANGUAGE_CODE):
        words = str(text() if callable(text) else text)
    return tell_each(
        kind, [Message(person, words, occasion, address) for person in recipients]
    )


@transaction.atomic
def tell_each(kind, messages):
    """Write every message down that has not been told yet; letters go after commit."""
    asked = {(one.recipient.pk, one.occasion): one for one in messages}
    told = set(
        Notice.objects.filter(
            recipient__in={person for person, _occasion in asked},
            occasion__in={occasion for _person, occasion in asked},
        ).values_list("recipient", "occasion")
    )
    fresh = [one for key, one in asked.items() if key not in told]
    # Somebody else may tell the same at this moment: theirs then stands.
    Notice.objects.bulk_create(
        [_row(kind, one) for one in fresh], batch_size=CHUNK, ignore_conflicts=True
    )
    _send(fresh)
    return len(fresh)


def _row(kind, message):
    return Notice(
        recipient=message.recipient,
        kind=kind,
        text=_within(message.text, Notice._meta.get_field("text").max_length),
        address=message.address,
        occasion=message.occasion,
    )


def _within(text, length):
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _send(messages):
    people = {one.recipient.pk for one in messages if one.recipient.email}
    if not (people and settings.MAIL_IS_SENT):
        return
    found = Notice.objects.filter(
        recipient__in=people,
        occasion__in={one.occasion for one in messages},
        mailed_at__isnull=True,
    )
    keys = list(found.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        mail_notices.delay_on_commit(keys[start : start + CHUNK])


def people_of_communes(codes):
    """Heads and officers of these communes whose accounts are in use."""
    return in_use(
        User.objects.filter(role__in=EDITING_COMMUNE_ROLES, commune__in=codes)
    )


def officials():
    """Everybody of the department who judges returns."""
    return in_use(User.objects.filter(role__in=PROVINCE_ROLES))


def in_use(accounts):
    """Those of `accounts` that are switched on and have not run out."""
    today = timezone.localdate()
    return accounts.filter(is_active=True).exclude(expires_on__lt=today)
