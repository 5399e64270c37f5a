"""Diacritic-free search: "khanh khe" finds Khánh Khê, in SQL and in Python alike."""

import unicodedata

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Lower

_D = str.maketrans({"đ": "d", "Đ": "d"})


def fold(text):
    """`text` in lower case without Vietnamese marks, single-spaced."""
    decomposed = unicodedata.normalize("NFD", text or "")
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.translate(_D).lower().split())


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
