"""Which texts the screens say, and whether the English catalogues say them all.

Every app has a catalogue; a text stands once, with the leftmost app that says it.
Stands in for GNU gettext, which a fresh machine does not have: Django turns a
template into fake Python, Babel reads Python.
"""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_SUFFIXES = {".html", ".txt"}
SKIPPED_FOLDERS = {"var", "tests", "node_modules", "migrations", "locale"}
ENTRY = re.compile(
    r'^(?:msgctxt\s+((?:"[^\n]*"\s*\n)+))?msgid\s+((?:"[^\n]*"\s*\n)+)', re.MULTILINE
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
HEADER = """\
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


@dataclass
class Report:
    """What is wrong with a catalogue; every list empty when nothing is."""

    missing: list = field(default_factory=list)
    stale: list = field(default_factory=list)
    duplicates: list = field(default_factory=list)
    mismatched: list = field(default_factory=list)

    @property
    def is_clean(self):
        return not (self.missing or self.stale or self.duplicates or self.mismatched)


def catalogues():
    """The English catalogue of each app by the app's name, in the order of imports."""
    return {
        Path(folder).parent.name: catalogue(folder, "en")
        for folder in settings.LOCALE_PATHS
    }


def catalogue(folder, language):
    return Path(folder) / language / "LC_MESSAGES" / "django.po"


def app_of(path, root, apps):
    """Whose texts a file's are; templates of no app in particular are the summit's."""
    parts = path.relative_to(root).parts
    found = (part for part in parts[:2] if part in apps)
    return next(found, apps[-1])


def source_files(root):
    """Our own Python files and templates below `root`."""
    for path in sorted(Path(root).rglob("*")):
        parts = path.relative_to(root).parts
        if any(part in SKIPPED_FOLDERS or part.startswith(".") for part in parts):
            continue
        if path.suffix == ".py" or (
            path.suffix in TEMPLATE_SUFFIXES and "templates" in parts
        ):
            yield path


def messages_in(path):
    """(msgid or (singular, plural), context) of every text in one file."""
    from babel.messages.extract import extract

    source = path.read_text()
    if path.suffix in TEMPLATE_SUFFIXES:
        # In brackets, because the fake Python is indented as HTML is.
        source = f"({templatize(source, origin=str(path))}\n)"
    found = extract("python", io.BytesIO(source.encode()), KEYWORDS)
    return {(message, context) for _line, message, _comments, context in found}


def used_messages(root, apps):
    """Every text of the sources, once: {app: {(msgid, context): plural or None}}."""
    found = {app: {} for app in apps}
    for path in source_files(root):
        own = found[app_of(path, root, apps)]
        for message, context in messages_in(path):
            singular, plural = message if isinstance(message, tuple) else (message, "")
            key = (singular, context)
            own[key] = plural or own.get(key)
    plurals = {}
    for texts in found.values():
        plurals |= {key: plural for key, plural in texts.items() if plural}
    used, said = {}, set()
    for app, texts in found.items():
        used[app] = {key: plurals.get(key) for key in texts if key not in said}
        said |= texts.keys()
    return used


def read(path):
    from babel.messages.pofile import read_po

    text = path.read_text() if path.exists() else HEADER
    return read_po(io.BytesIO(text.encode()), locale="en"), text


def entries(catalogue):
    """(msgid, context) -> message, without the header."""
    return {
        (_singular(message), message.context): message
        for message in catalogue
        if message.id
    }


def _singular(message):
    return message.id if isinstance(message.id, str) else message.id[0]


def check(used, path):
    """A Report on the catalogue at `path` against the texts that an app uses."""
    found, text = read(path)
    known = entries(found)
    return Report(
        missing=sorted(
            msgid
            for (msgid, context), plural in used.items()
            if not is_translated(known.get((msgid, context)), plural)
        ),
        stale=sorted(msgid for msgid, context in known.keys() - used.keys()),
        duplicates=duplicates(text),
        mismatched=sorted(
            msgid for (msgid, _), message in known.items() if differs(message)
        ),
    )


def is_translated(message, plural):
    if message is None:
        return False
    if plural:
        return isinstance(message.string, tuple) and all(message.string)
    return bool(message.string)


def duplicates(text):
    """msgids that stand twice in the file; a reader would keep the last unseen."""
    from babel.messages.pofile import denormalize

    seen, twice = set(), set()
    for context, msgid in ENTRY.findall(f"{text}\n"):
        key = (denormalize(context.strip()), denormalize(msgid.strip()))
        if key in seen:
            twice.add(key[1])
        seen.add(key)
    return sorted(twice)


def differs(message):
    """Whether a translation forgets or invents a placeholder."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else message.string
    allowed = {frozenset(PLACEHOLDER.findall(text)) for text in ids}
    everything = frozenset().union(*allowed)
    # "one school" may leave out the number that "%(count)s schools" needs.
    if len(ids) > 1:
        wrong = [t for t in texts if not set(PLACEHOLDER.findall(t)) <= everything]
        return bool(wrong)
    return any(frozenset(PLACEHOLDER.findall(t)) not in allowed for t in texts if t)


def translations(paths):
    """What the catalogues say by now, whichever of them: a text may change its app."""
    known = {}
    for path in paths:
        known |= entries(read(path)[0])
    return known


def update(used, path, known):
    """Write a catalogue anew: missing texts added empty, stale ones left out."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    fresh = Catalog(locale="en")
    for (msgid, context), plural in used.items():
        old = known.get((msgid, context))
        string = old.string if old is not None else ""
        if isinstance(string, tuple) and not plural:
            # A text that was counted until now: its form for many fits any number.
            string = string[-1]
        fresh.add((msgid, plural) if plural else msgid, string, context=context)
    body = io.BytesIO()
    write_po(body, fresh, width=0, no_location=True, omit_header=True, sort_output=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEADER}\n{body.getvalue().decode().strip()}\n")
