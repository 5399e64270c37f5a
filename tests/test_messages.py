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


def used_in(folder):
    """The texts below a folder that has one app alone."""
    return messages.used_messages(folder, ["summit"])["summit"]


def test_every_text_of_templates_and_code_is_found(sources):
    assert used_in(sources) == {
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
    assert messages.check(used_in(tmp_path), path) == messages.Report(
        missing=["Trường"],
        stale=["Thừa"],
        duplicates=["Lớp"],
        mismatched=["Tổng %(n)s"],
    )


def test_update_keeps_translations_and_sorts(tmp_path):
    (tmp_path / "views.py").write_text('_("B"); _("A"); ngettext("một", "nhiều", n)')
    path = catalogue(tmp_path, ("Z", "gone"), ("B", "Bee"))
    known = messages.translations([path])
    messages.update(used_in(tmp_path), path, known)
    assert path.read_text() == (
        f'{HEADER}\nmsgid "A"\nmsgstr ""\n\nmsgid "B"\nmsgstr "Bee"\n\n'
        'msgid "một"\nmsgid_plural "nhiều"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )
    assert messages.check(used_in(tmp_path), path).missing == ["A", "một"]


def test_a_text_that_is_no_longer_counted_keeps_its_form_for_many(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(
        f'{HEADER}\nmsgid "%(n)s lớp"\nmsgid_plural "%(n)s lớp"\n'
        'msgstr[0] "one class"\nmsgstr[1] "%(n)s classes"\n'
    )
    plain = {("%(n)s lớp", None): None}
    messages.update(plain, path, messages.translations([path]))
    assert messages.check(plain, path) == messages.Report()
    assert 'msgstr "%(n)s classes"' in path.read_text()


def test_a_text_stands_once_with_the_leftmost_app_that_says_it(tmp_path):
    texts = {
        "base/views.py": '_("Lớp"); ngettext("một", "nhiều", n)',
        "upper/views.py": '_("Lớp"); _("một"); _("Thi đua")',
        "templates/upper/page.html": '{% translate "Hạng" %}',
        "templates/home.html": '{% translate "Lớp" %}{% translate "Việc" %}',
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert messages.used_messages(tmp_path, ["base", "upper", "summit"]) == {
        "base": {("Lớp", None): None, ("một", None): "nhiều"},
        "upper": {("Thi đua", None): None, ("Hạng", None): None},
        "summit": {("Việc", None): None},
    }


def test_a_text_that_moves_to_another_app_keeps_its_english(tmp_path):
    old = catalogue(tmp_path, ("Lớp", "Class"))
    new = tmp_path / "upper" / "django.po"
    messages.update({("Lớp", None): None}, new, messages.translations([old, new]))
    assert messages.check({("Lớp", None): None}, new) == messages.Report()


def test_english_says_everything_that_vietnamese_says():
    paths = messages.catalogues()
    used = messages.used_messages(settings.BASE_DIR, list(paths))
    reports = {app: messages.check(used[app], path) for app, path in paths.items()}
    assert reports == dict.fromkeys(paths, messages.Report())


def test_vietnamese_of_other_packages_is_whole():
    path = messages.catalogue(settings.LOCALE_PATHS[-1], "vi")
    found, text = messages.read(path)
    known = messages.entries(found)
    assert messages.duplicates(text) == []
    assert [m.id for m in known.values() if not m.string or messages.differs(m)] == []
