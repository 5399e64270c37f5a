"""Other people's assets are collected out of their packages, and nothing else of them."""

from pathlib import Path

from django.contrib.staticfiles import finders

from edu_lang_son.static_finders import PackageFilesFinder

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
