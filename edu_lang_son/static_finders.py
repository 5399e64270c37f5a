"""Static files that other Python packages carry, under vendor/ and nothing else."""

from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# prefix: package, folder inside it, files. Maps too: the scripts point at them.
PACKAGES = {
    "vendor/bootstrap": (
        "bootstrap",
        "",
        [
            "css/bootstrap.min.css",
            "css/bootstrap.min.css.map",
            "js/bootstrap.bundle.min.js",
            "js/bootstrap.bundle.min.js.map",
        ],
    ),
    "vendor/plotly": ("plotly", "package_data", ["plotly.min.js"]),
}


def package_folder(package, inside):
    # find_spec does not run the package: importing plotly takes a second.
    return Path(next(iter(find_spec(package).submodule_search_locations))) / inside


class PackageFilesFinder(BaseFinder):
    def __init__(self, app_names=None, *args, **kwargs):
        self.storages = {}
        for prefix, (package, inside, _files) in PACKAGES.items():
            storage = FileSystemStorage(location=package_folder(package, inside))
            storage.prefix = prefix
            self.storages[prefix] = storage

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        for prefix, (_package, _inside, files) in PACKAGES.items():
            name = path.removeprefix(f"{prefix}/")
            if name in files and name != path:
                found = self.storages[prefix].path(name)
                return [found] if find_all else found
        return []

    def list(self, ignore_patterns):  # noqa: A003
        for prefix, (_package, _inside, files) in PACKAGES.items():
            for name in files:
                yield name, self.storages[prefix]
