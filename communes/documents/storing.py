"""Documents as plain JSON and back, and the hash that stands for their content.

Values keep their type: a decimal is stored by its digits, never as a float.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal

from communes.documents import blocks

# By name, so that only what a document is made of can be read back.
TYPES = {
    kind.__name__: kind
    for kind in (
        blocks.Area,
        blocks.Break,
        blocks.Chart,
        blocks.Column,
        blocks.Contents,
        blocks.Document,
        blocks.Foot,
        blocks.Heading,
        blocks.Letterhead,
        blocks.Map,
        blocks.Note,
        blocks.Paragraph,
        blocks.Series,
        blocks.Signer,
        blocks.Signing,
        blocks.Table,
    )
}


def dump(value):
    """`value` as JSON knows it."""
    if is_dataclass(value):
        kept = {one.name: dump(getattr(value, one.name)) for one in fields(value)}
        return {"": type(value).__name__, **kept}
    if isinstance(value, Decimal):
        return {"": "Decimal", "digits": str(value)}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str | int | float) or value is None:
        return value.value if isinstance(value, blocks.Kind) else _plain(value)
    if isinstance(value, dict):
        raise TypeError("documents are made of dataclasses, not of dictionaries")
    return [dump(one) for one in value]


def _plain(value):
    # Labels of choices are strings of their own kind.
    return str(value) if isinstance(value, str) else value


def load(value):
    """What `dump` made of it; lists come back as lists."""
    if isinstance(value, list):
        return [load(one) for one in value]
    if not isinstance(value, dict):
        return value
    kind = value[""]
    if kind == "Decimal":
        return Decimal(value["digits"])
    made = {name: load(one) for name, one in value.items() if name}
    if kind == "Column":
        made["kind"] = blocks.Kind(made["kind"])
    return TYPES[kind](**made)


def digest(content) -> str:
    """SHA-256 of JSON content, whatever order its keys come in."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
