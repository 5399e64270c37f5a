"""A report as its page shows it: headings, sentences, titles of tables and figures."""

from communes.documents import storing
from communes.documents.blocks import Chart, Heading, Map, Paragraph, Table


def lines_of(report):
    """Dictionaries in the order of the paper, each with its `kind`."""
    texts = {(text.key, text.place): text for text in report.texts.all()}
    numbers = {"table": 0, "chart": 0}
    for block in storing.load(report.content).blocks:
        match block:
            case Heading():
                yield {"kind": "heading", "level": block.level + 1, "text": block.text}
            case Paragraph():
                yield _sentence(block, texts)
            case Table():
                rows = len(block.rows)
                yield _numbered("table", block, numbers) | {"rows": rows}
            case Chart() | Map():
                sentence = block.sentence
                yield _numbered("chart", block, numbers) | {"sentence": sentence}


def _numbered(kind, block, numbers):
    numbers[kind] += 1
    return {"kind": kind, "number": numbers[kind], "text": block.title}


def _sentence(block, texts):
    key, _plus, place = block.key.partition("+")
    place = int(place or 0)
    last = max((other for of, other in texts if of == key), default=0)
    return {
        "kind": "text",
        "key": key,
        "place": place,
        "text": block.text,
        "own": texts.get((key, place)),
        # Where one more paragraph would be added.
        "next": last + 1,
    }
