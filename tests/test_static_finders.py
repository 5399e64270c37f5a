"""Other people's assets are collected out of their packages, and nothing else of them."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from edu_lang_son.static_finders import PackageFilesFinder
from edu_lang_son.static_storage import FingerprintedStorage

FILES = {
    "vendor/bootstrap/css/bootstrap.min.css",
    "vendor/bootstrap/css/bootstrap.min.css.map",
    "vendor/bootstrap/js/bootstrap.bundle.min.js",
    "vendor/bootstrap/js/bootstrap.bundle.min.js.map",
    "vendor/plotly/plotly.min.js",
}


def test_every_listed_file_is_there_under_its_prefix():
    listed = {
        f"{storage.prefix}/{name}": Path(storage.path(name)).is_file()
        for name, storage in PackageFilesFinder().list([])
    }
    assert listed == dict.fromkeys(FILES, True)


def test_files_are_found_one_by_one_and_their_neighbours_are_not():
    found = {name for name in FILES if finders.find(name)}
    assert found == FILES
    finder = PackageFilesFinder()
    assert finder.find("vendor/plotly/widgetbundle.js") == []
    assert finder.find("plotly.min.js") == []


def test_only_what_pages_point_at_is_compressed(tmp_path):
    storage = FingerprintedStorage(location=tmp_path, base_url="/static/")
    (tmp_path / "site.css").write_text("a { color: red }\n" * 500)
    (tmp_path / "site.css.map").write_text("{}" * 500)
    files = {name: (storage, name) for name in ("site.css", "site.css.map")}
    assert [
        error for *_names, error in storage.post_process(files) if error is not True
    ] == []
    made = {
        re.sub(r"\.[0-9a-f]{12}\.", ".HASH.", path.name) for path in tmp_path.iterdir()
    }
    assert made == {
        "site.css",
        "site.HASH.css",
        "site.HASH.css.br",
        "site.HASH.css.gz",
        "site.css.map",
        "site.css.HASH.map",
        "staticfiles.json",
    }
