"""Edit forms that lose nobody's work: what changed meanwhile is shown, not overwritten.

The form carries what its editor saw. A field that only somebody else has changed
takes the other's value; one that both have changed waits for a choice.
"""

from dataclasses import dataclass

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import User
from communes.numbers import NONE

SALT = "staffing.guarded"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Conflict:
    """One field that two people have changed, each to something else."""

    name: str
    label: str
    mine: str
    theirs: str

    @property
    def choice_name(self):
        return f"choose-{self.name}"


class GuardedForm(forms.ModelForm):
    """A ModelForm on a row that others may be editing at the same time."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        names = [] if is_new else [n for n in self.fields if n in self._meta.fields]
        self.stored = {name: getattr(self.instance, name) for name in names}
        self.stored_plain = {n: plain(value) for n, value in self.stored.items()}
        self.initial["seen"] = signing.dumps(self.stored_plain, salt=SALT)
        self.conflicts, self.taken = [], []

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        seen = self._seen()
        for name, stored in self.stored_plain.items():
            typed = cleaned.get(name)
            if name not in cleaned or stored == seen.get(name, MISSING):
                continue
            if plain(typed) == stored:
                continue
            chosen = self.data.get(f"choose-{name}")
            if plain(typed) == seen.get(name, MISSING) or chosen == THEIRS:
                cleaned[name] = self.stored[name]
                self.taken.append(str(self.fields[name].label))
            elif chosen != MINE:
                self.conflicts.append(self._conflict(name, typed))
        if self.conflicts:
            raise ValidationError(
                _("Người khác vừa sửa hồ sơ này. Hãy chọn giá trị cần giữ ở bảng dưới.")
            )
        return cleaned

    def _seen(self):
        try:
            return signing.loads(self.data.get("seen", ""), salt=SALT)
        except signing.BadSignature:
            # Without it nothing is known to have been seen.
            return {}

    def _conflict(self, name, typed):
        return Conflict(
            name, str(self.fields[name].label), told(typed), told(self.stored[name])
        )

    def other_author(self):
        """Who wrote the row last and when, in words."""
        # Numbered as they happened; those of one transaction share their time.
        event = self.instance.events.order_by("-pgh_id").first()
        context = event and event.pgh_context
        user = context.metadata.get("user") if context else None
        author = User.objects.filter(pk=user).first()
        if author is None:
            return _("Hệ thống")
        at = timezone.localtime(event.pgh_created_at)
        return f"{author.get_full_name() or author.username}, {at:%H:%M %d/%m/%Y}"


MISSING = object()


def plain(value):
    """A value as it can be signed and compared."""
    if hasattr(value, "pk"):
        return str(value.pk)
    if value is None or isinstance(value, bool):
        return value
    return str(value)


def told(value):
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return str(value) if value not in (None, "") else NONE
