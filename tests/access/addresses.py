"""Every address of the site, filled in with rows of one commune."""

import re

from django.contrib import admin
from django.urls import get_resolver

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def patterns(entries=None, route="", namespaces=()):
    """(name with namespaces, route) of every pattern, however deep."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        here = route + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = [*namespaces, *filter(None, [entry.namespace])]
            yield from patterns(entry.url_patterns, here, inner)
        else:
            yield ":".join([*namespaces, entry.name or here]), here


def filled(route, arguments):
    """The address of a route: named parts replaced, marks of expressions dropped."""
    path = ARGUMENT.sub(lambda m: str(arguments[m[1] or m[2]]), route)
    return "/" + re.sub(r"[\^$\\]|\?\Z", "", path).replace("(.*)", "")


def admin_rows():
    """One existing row of every model in the admin, by the start of its URL names."""
    return {
        f"admin:{model._meta.app_label}_{model._meta.model_name}": model
        for model in admin.site._registry
    }
