"""The house rules a machine can check: direction of imports, sizes, scopes, pins."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, get_resolver

from communes.scoping import DENY, ScopedModel

ROOT = Path(settings.BASE_DIR)
# Each app may import itself and what stands to its left.
LINE = ["communes", "schools", "staffing", "emulation", "edu_lang_son"]
SLOW_PACKAGES = {
    "docx",
    "matplotlib",
    "numpy",
    "openpyxl",
    "ortools",
    "pandas",
    "plotly",
    "shapely",
    "xlsxwriter",
}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
LONGEST_VIEW = 15
LARGEST_FILE = 300 * 1024
LONGEST_README = 120


def modules(*folders):
    """Our modules without migrations, as paths relative to the root."""
    return sorted(
        path.relative_to(ROOT)
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


OURS = modules(*LINE)
ALL = [*OURS, *modules("tests"), Path("manage.py")]


def tree(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def functions(path):
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def length(node):
    return node.end_lineno - node.lineno + 1


def imported(path):
    """(line, top package) of every import, those inside functions and by name too."""
    package = path.parent.parts
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield node.lineno, [*base, *(node.module or "").split(".")][0]
        elif isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0]
            if name in IMPORT_BY_NAME and isinstance(first, ast.Constant):
                yield node.lineno, str(first.value).split(".")[0]


IMPORT_BY_NAME = {"import_module", "import_string", "get_model", "get_app_config"}


def test_imports_point_to_the_left():
    wrong = [
        f"{path}:{line} imports {top}"
        for path in OURS
        for line, top in imported(path)
        if top in LINE and LINE.index(top) > LINE.index(path.parts[0])
    ]
    assert wrong == []


def test_apps_do_not_talk_by_signals():
    wrong = [
        str(path)
        for path in OURS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module in ("django.dispatch", "django.db.models.signals")
    ]
    assert wrong == []


def test_pages_load_without_slow_packages():
    """Started afresh, because other tests of this run load them."""
    script = (
        "import django, json, sys\n"
        "django.setup()\n"
        "from django.urls import get_resolver\n"
        "get_resolver().reverse_dict\n"
        f"print(json.dumps(sorted(set(sys.modules) & {SLOW_PACKAGES!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_modules_stay_small():
    long = {
        str(path): lines
        for path in ALL
        if (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines()))
        > LONGEST_MODULE
    }
    assert long == {}


def test_functions_stay_small():
    long = {
        f"{path}:{node.name}": length(node)
        for path in ALL
        for node in functions(path)
        if length(node) > LONGEST_FUNCTION
    }
    assert long == {}


def test_views_only_fetch_and_render():
    long = {
        f"{path}:{node.name}": length(node)
        for path in OURS
        if path.name == "views.py"
        for node in functions(path)
        if length(node) > LONGEST_VIEW
    }
    assert long == {}


def test_modules_say_what_they_are_for():
    silent = [
        str(path)
        for path in ALL
        if (ROOT / path).stat().st_size and not ast.get_docstring(tree(path))
    ]
    assert silent == []


# Models

# Models without paths of their own, and why nobody needs them.
UNSCOPED = {
    "communes.ExportFile": "its own visible_to: whoever asked for it, nobody else",
    "communes.ExportPart": "that of its file",
    "communes.Notice": "its own visible_to: one recipient, nobody else",
    "emulation.Minutes": "the department alone, before anything is announced",
}


def is_history(model):
    """Event tables are read through the row they tell about, by whoever may see it."""
    return hasattr(model, "pgh_tracked_model")


def our_models():
    return [
        model
        for app in LINE
        for model in apps.get_app_config(app).get_models()
        if not is_history(model)
    ]


def test_every_model_says_who_may_see_it():
    silent = {
        model._meta.label
        for model in our_models()
        if getattr(model, "scope_paths", DENY) == DENY
    }
    assert silent == set(UNSCOPED)


def test_every_manager_can_answer_who_may_see():
    deaf = [
        model._meta.label
        for model in our_models()
        if issubclass(model, ScopedModel)
        and not hasattr(model._default_manager, "visible_to")
    ]
    assert deaf == []


def test_no_model_turns_the_order_of_a_relation_around():
    """A minus before a relation reverses its model's own order: newest becomes oldest."""
    turned = [
        f"{model.__name__} by {term}"
        for model in apps.get_models()
        for term in model._meta.ordering
        if isinstance(term, str) and term.startswith("-")
        if term[1:] in {one.name for one in model._meta.fields if one.is_relation}
    ]
    assert turned == []


def test_project_package_owns_no_table():
    assert list(apps.get_app_config("edu_lang_son").get_models()) == []


# Addresses


def our_patterns(patterns):
    for entry in patterns:
        if not isinstance(entry, URLPattern):
            yield from our_patterns(entry.url_patterns)
        elif entry.callback.__module__.split(".")[0] in LINE:
            yield entry


def test_every_address_of_ours_is_named():
    nameless = [
        str(entry.pattern)
        for entry in our_patterns(get_resolver().url_patterns)
        if not entry.name
    ]
    assert nameless == []


# Words

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
ENGLISH = re.compile(
    r"\b(the|of|and|for|is|are|your|with|please|must|has|been)\b", re.I
)
TAG = re.compile(r"""{%\s*(?:trans|translate)\s+(["'])(.*?)\1""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?[^%]*%}(.*?){%", re.S)


def source_strings():
    """(where, text) of every string given to the translators."""
    for path in OURS:
        for node in ast.walk(tree(path)):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and name in GETTEXT:
                for word in node.args:
                    if isinstance(word, ast.Constant) and isinstance(word.value, str):
                        yield f"{path}:{node.lineno}", word.value
    for page in sorted((ROOT / "templates").rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        found = [m.group(2) for m in TAG.finditer(text)]
        found += [m.group(1) for m in BLOCK.finditer(text)]
        for words in found:
            yield str(page.relative_to(ROOT)), words


def test_source_language_is_vietnamese():
    english = [
        f"{where}: {text.strip()}"
        for where, text in source_strings()
        if ENGLISH.search(text) and text.isascii()
    ]
    assert english == []


# Packages


def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_says_where_it_is_used():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    groups = pyproject()["dependency-groups"].values()
    wanted = [*pyproject()["project"]["dependencies"], *(n for g in groups for n in g)]
    silent = [
        name for name in wanted if not re.search(rf'"{re.escape(name)}",\s+# \S', text)
    ]
    assert silent == []


def test_every_installed_package_is_pinned():
    pins = {}
    for pin in pyproject()["tool"]["uv"]["constraint-dependencies"]:
        name, version = pin.split(";")[0].strip().split("==")
        pins.setdefault(plain(name.split("[")[0]), set()).add(version)
    # Installers come with the machine.
    unpinned = {
        f"{plain(found.name)} {found.version}"
        for found in metadata.distributions()
        if plain(found.name) not in ("pip", "setuptools", "uv", "wheel")
        and found.version not in pins.get(plain(found.name), ())
    }
    assert unpinned == set()


# What the repository keeps


@pytest.fixture(scope="session")
def tracked():
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    listed = subprocess.run(
        [git, "-C", str(ROOT), "ls-files", "-z"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def texts(paths):
    for path in paths:
        if path.is_file():
            yield path, path.read_text(encoding="utf-8", errors="ignore")


def test_no_file_names_a_machine_or_a_registry(tracked):
    folders = "|".join(["work", "tmp", "root", "home", "Users"])
    # As patterns, so that this file names none itself.
    hosts = "|".join(["py[p]i", "pythonho[s]ted", "np[m]js", "regist[r]y"])
    forbidden = re.compile(
        rf"""(?<![\w.~}}-])/(?:{folders})/\w|//[\w.-]*(?:{hosts})[\w.-]*/"""
    )
    named = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path, text in texts(tracked)
        for found in forbidden.finditer(text)
    ]
    assert named == []


def test_files_stay_small(tracked):
    large = [
        str(path.relative_to(ROOT))
        for path in tracked
        if path.is_file() and path.stat().st_size > LARGEST_FILE
    ]
    assert large == []


def test_nothing_generated_is_kept(tracked):
    generated = re.compile(
        r"\.(mo|pyc|map|lock)$|\.min\.(js|css)$|(^|/)(var|node_modules)/"
    )
    kept = [
        name
        for path in tracked
        if generated.search(name := str(path.relative_to(ROOT)))
    ]
    assert kept == []


def test_readme_is_read_in_one_sitting():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert 0 < len(lines) < LONGEST_README
