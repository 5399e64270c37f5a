"""Sends notices by e-mail, one by one, so that one refused letter holds up no other."""

import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes.models import Notice
from communes.scoping import is_active_account

logger = logging.getLogger(__name__)


class NotDelivered(Exception):
    """Some letters did not leave; those that did are on record."""


@shared_task(
    autoretry_for=(NotDelivered,),
    retry_backoff=settings.MAIL_RETRY_SECONDS,
    retry_backoff_max=60 * 60,
    max_retries=settings.MAIL_RETRIES,
)
def mail_notices(keys):
    """Send what has not been sent yet of the notices `keys`; safe to run twice."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise NotDelivered("the mail server does not answer") from error
    failed = [key for key in keys if not _mail_one(key, connection)]
    connection.close()
    if failed:
        raise NotDelivered(f"{len(failed)} of {len(keys)} letters were not delivered")


def _mail_one(key, connection):
    """Send one notice; False where the mail server would not take it."""
    with transaction.atomic():
        # Held until the letter is gone, so that two workers cannot both send it.
        notice = (
            Notice.objects.select_for_update(of=("self",))
            .filter(pk=key, mailed_at__isnull=True)
            .select_related("recipient")
            .first()
        )
        if not notice or not notice.recipient.email:
            return True
        if not is_active_account(notice.recipient):
            return True
        try:
            letter(notice, connection).send()
        except OSError:
            # Every error of smtplib is one; the reader has the notice on the page.
            logger.warning("letter not delivered", extra={"notice": key}, exc_info=True)
            return False
        Notice.objects.filter(pk=key).update(mailed_at=timezone.now())
    return True


def letter(notice, connection=None):
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            _("Kính gửi %(name)s,")
            % {"name": notice.recipient.get_full_name() or notice.recipient.username},
            notice.text,
        ]
        if notice.address:
            lines.append(f"{settings.SITE_URL}{notice.address}")
        lines.append(_("Thư tự động của hệ thống Giáo dục Lạng Sơn, xin đừng trả lời."))
        subject = f"[{_('Giáo dục Lạng Sơn')}] {notice.get_kind_display()}"
    return EmailMessage(
        subject,
        "\n\n".join(lines),
        to=[notice.recipient.email],
        connection=connection,
    )
