"""The catalogue tool finds what is missing, stale, doubled or broken."""

import pytest
from django.conf import settings

from edu_lang_son import messages
from edu_lang_son.messages import HEADER

PAGE = """
    {% load i18n %}
  <h1>{% translate "Trường học" %}</h1>
      {# lời nhắc #}
 <p title="{{ _("Xem thêm") }}">{% blocktranslate trimmed count n=n %}
     {{ n }} trường
   {% plural %}
     {{ n }} trường học
 {% endblocktranslate %} tỷ lệ 100% "đơn</p>
"""
CODE = """
label = _("Học sinh")
title = pgettext("chart", "Lớp")
many = gettext("Cộng %(number)s "
    "trường")
"""


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "views.py").write_text(CODE)
    (tmp_path / "tests" / "test_views.py").write_text('_("không kể")')
    return tmp_path


def catalogue(folder, *pairs):
    path = folder / "django.po"
    body = "".join(f'\nmsgid "{key}"\nmsgstr "{text}"\n' for key, text in pairs)
    path.write_text(HEADER + body)
    return path


def test_every_text_of_templates_and_code_is_found(sources):
    assert messages.used_messages(sources) == {
        ("Trường học", None): None,
        ("Xem thêm", None): None,
        ("%(n)s trường", None): "%(n)s trường học",
        ("Học sinh", None): None,
        ("Lớp", "chart"): None,
        ("Cộng %(number)s trường", None): None,
    }


def test_report_names_each_kind_of_fault(tmp_path):
    (tmp_path / "views.py").write_text('_("Lớp"); _("Tổng %(n)s"); _("Trường")')
    path = catalogue(
        tmp_path,
        ("Lớp", "Class"),
        ("Lớp", "Classes"),
        ("Tổng %(n)s", "Total %(number)s"),
        ("Trường", ""),
        ("Thừa", "Surplus"),
    )
    assert messages.check(tmp_path, path) == messages.Report(
        missing=["Trường"],
        stale=["Thừa"],
        duplicates=["Lớp"],
        mismatched=["Tổng %(n)s"],
    )


def test_update_keeps_translations_and_sorts(tmp_path):
    (tmp_path / "views.py").write_text('_("B"); _("A"); ngettext("một", "nhiều", n)')
    path = catalogue(tmp_path, ("Z", "gone"), ("B", "Bee"))
    messages.update(tmp_path, path)
    assert path.read_text() == (
        f'{HEADER}\nmsgid "A"\nmsgstr ""\n\nmsgid "B"\nmsgstr "Bee"\n\n'
        'msgid "một"\nmsgid_plural "nhiều"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )
    assert messages.check(tmp_path, path).missing == ["A", "một"]


def test_english_says_everything_that_vietnamese_says():
    report = messages.check(settings.BASE_DIR, messages.catalogue_path())
    assert report == messages.Report()


def test_vietnamese_of_other_packages_is_whole():
    path = messages.catalogue_path().parents[2] / "vi" / "LC_MESSAGES" / "django.po"
    catalogue, text = messages.read(path)
    known = messages.entries(catalogue)
    assert messages.duplicates(text) == []
    assert [m.id for m in known.values() if not m.string or messages.differs(m)] == []
