"""Diacritic-free search: "khanh khe" finds Khánh Khê, in SQL and in Python alike."""

import unicodedata

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat, Lower

_D = str.maketrans({"đ": "d", "Đ": "d"})


def fold(text):
    """`text` in lower case without Vietnamese marks, single-spaced."""
    decomposed = unicodedata.normalize("NFD", text or "")
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.translate(_D).lower().split())


def slug(text):
    """`text` as part of an address: "Văn Lãng" is van-lang."""
    return "-".join(fold(text).split())


def folded(field):
    """The same as `fold`, as an immutable SQL expression for generated columns.

    Decomposing before lower() keeps it right under the C locale, where lower()
    knows ASCII only.
    """
    decomposed = Func(
        F(field), template="normalize(%(expressions)s, NFD)", output_field=TextField()
    )
    plain = Func(
        decomposed,
        Value(r"[\u0300-\u036F]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
    return Lower(
        Func(
            plain,
            Value("Đđ"),
            Value("dd"),
            function="translate",
            output_field=TextField(),
        )
    )


# The Vietnamese alphabet in its own order, each letter as one that sorts so under C.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = "".join(chr(ord("A") + place) for place in range(len(_ALPHABET)))
_TONES = "[\u0300\u0301\u0303\u0309\u0323]"


def alphabetical(expression):
    """A key that sorts Vietnamese words: a, ă, â, b … without a locale of the server.

    To be compared under the collation "C". Tones are dropped: they only tell words
    apart that are otherwise the same.
    """
    toneless = Func(
        Func(
            expression,
            template="normalize(%(expressions)s, NFD)",
            output_field=TextField(),
        ),
        Value(_TONES),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
    letters = Lower(
        Func(
            toneless,
            template="normalize(%(expressions)s, NFC)",
            output_field=TextField(),
        )
    )
    # lower() of the C locale knows ASCII only.
    small = Func(
        letters,
        Value("ĂÂĐÊÔƠƯ"),
        Value("ăâđêôơư"),
        function="translate",
        output_field=TextField(),
    )
    return Func(
        small,
        Value(_ALPHABET),
        Value(_ORDER),
        function="translate",
        output_field=TextField(),
    )


def list_order(field):
    """A key that sorts full names as Vietnamese lists do: by the last word first."""
    given_name = Func(
        F(field), Value(r"\S+\s*$"), function="substring", output_field=TextField()
    )
    return Concat(
        alphabetical(given_name),
        Value(" "),
        alphabetical(F(field)),
        output_field=TextField(),
    )
