"""What somebody typed into a cell, turned into a value or kept with a reason."""

import re
import unicodedata

from django.utils.translation import gettext as _

MAX_INTEGER = 2_147_483_647
THOUSANDS = re.compile(r"\d{1,3}([.,  ]\d{3})+")
YES, NO = {"x", "có", "co", "1", "yes", "true"}, {"không", "khong", "0", "no", "false"}
MAX_TEXT = 100


class NotAValue(ValueError):
    """A text that the cell cannot take, with a sentence for the person."""


def clean(raw):
    """`raw` as text without what nobody meant to type."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "x" if raw else "0"
    return " ".join(unicodedata.normalize("NFC", str(raw)).split())


def parse(field, raw):
    """The value of `raw` in `field`; None for an empty cell. Raises NotAValue."""
    text = clean(raw)
    if not text:
        return "" if field.kind == "text" else None
    return {"integer": _integer, "yes_no": _yes_no, "text": _text}[field.kind](text)


def _integer(text):
    digits = re.sub(r"[.,  ]", "", text) if THOUSANDS.fullmatch(text) else text
    if not (digits.isascii() and digits.isdigit()):
        raise NotAValue(
            _("“%(text)s” không phải số nguyên từ 0 trở lên. Hãy nhập lại bằng chữ số.")
            % {"text": text}
        )
    if int(digits) > MAX_INTEGER:
        raise NotAValue(_("Số %(text)s quá lớn. Hãy kiểm tra lại.") % {"text": text})
    return int(digits)


def _yes_no(text):
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise NotAValue(_("Hãy chọn Có hoặc Không; “%(text)s” không rõ.") % {"text": text})


def _text(text):
    if len(text) > MAX_TEXT:
        words = _("Nội dung dài quá %(number)s ký tự. Hãy viết gọn lại.")
        raise NotAValue(words % {"number": MAX_TEXT})
    return text
