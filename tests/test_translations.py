"""English is compiled from the catalogue in git, without any gettext program."""

import gettext
import os
import subprocess
import sys

from edu_lang_son import environment, translations

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Trường học"
msgstr "{english}"
"""


def write(folder, english, seconds, language="en"):
    source = folder / language / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(CATALOGUE.format(english=english))
    os.utime(source, (seconds, seconds))
    return source.with_suffix(".mo")


def english(compiled):
    with open(compiled, "rb") as file:
        return gettext.GNUTranslations(file).gettext("Trường học")


def test_a_catalogue_is_compiled_when_it_changed_and_only_then(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    compiled = write(tmp_path, "School", seconds=1_000)
    translations.compile_changed()
    assert english(compiled) == "School"

    first = compiled.stat().st_mtime_ns
    translations.compile_changed()
    assert compiled.stat().st_mtime_ns == first

    write(tmp_path, "Institution", seconds=first // 10**9 + 60)
    translations.compile_changed()
    assert english(compiled) == "Institution"
    assert [
        path.name for path in compiled.parent.iterdir() if "django" not in path.name
    ] == []


# Starts Django as a fresh checkout does, with a catalogue that nobody has compiled yet.
FIRST_START = """
import sys
import django
from django.conf import settings
settings.LOCALE_PATHS = [sys.argv[1]]
django.setup()
from django.utils import translation
with translation.override("vi"):
    print(translation.gettext("Trường học"))
"""


def test_the_first_start_of_a_checkout_already_has_its_texts(tmp_path):
    write(tmp_path, "Lời dịch của lần khởi động đầu", seconds=1_000, language="vi")
    done = subprocess.run(
        [sys.executable, "-c", FIRST_START, str(tmp_path)],
        cwd=environment.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "Lời dịch của lần khởi động đầu\n"
