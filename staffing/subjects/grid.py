"""The matrix place × subject of the page: lines with links, and the same as a file."""

from django.urls import reverse
from django.utils.translation import gettext as _

from schools.models import Institution

from . import queries


def of_communes(gaps, subjects, *, managed, query):
    """Lines of communes; with `managed` the department has a line of its own."""
    key = f"institution__{'managing_commune' if managed else 'commune'}"
    found = queries.matrix(gaps, by=key, subjects=[code for code, _name in subjects])
    names = queries.commune_names([place for place, _cells, _whole in found])
    lines = [
        _line(
            names[place].full_name if names[place] else _("Sở GDĐT trực tiếp quản lý"),
            _commune_address(place, query),
            subjects,
            cells,
            whole,
        )
        for place, cells, whole in found
    ]
    return queries.in_order(lines)


def _commune_address(code, query):
    if not code:
        return ""
    joint = "&" if query else "?"
    return f"{reverse('staffing_subjects')}{query}{joint}commune={code}"


def of_schools(gaps, subjects, *, query):
    """Lines of schools, each leading to the school and each cell to its reasons."""
    found = queries.matrix(
        gaps, by="institution", subjects=[code for code, _name in subjects]
    )
    schools = Institution.objects.in_bulk([place for place, _cells, _whole in found])
    lines = []
    for place, cells, whole in found:
        school = schools[place]
        address = f"{reverse('school_detail', args=[school.code])}{query}"
        line = _line(school.name, address, subjects, cells, whole)
        for (code, _name), cell in zip(subjects, line["cells"], strict=True):
            if cell["row"]:
                cell["url"] = why_address(school.code, code, query)
        lines.append(line)
    return queries.in_order(lines)


def why_address(school, subject, query):
    return reverse("subject_why", args=[school, subject]) + query


def _line(name, url, subjects, cells, whole):
    return {
        "name": name,
        "url": url,
        "whole": whole,
        "cells": [{"row": cells.get(code), "url": ""} for code, _name in subjects],
    }


def totals(lines, subjects):
    """The last row of the matrix: what the lines above add up to, gross."""
    cells = []
    for place in range(len(subjects)):
        rows = [line["cells"][place]["row"] for line in lines]
        cells.append({"row": queries.totals([row for row in rows if row]), "url": ""})
    whole = queries.totals([line["whole"] for line in lines])
    return {"cells": cells, "whole": whole}


def header(subjects, first):
    names = [first, _("Thiếu"), _("Thừa")]
    for _code, name in subjects:
        names += [f"{name}: {_('Thiếu')}", f"{name}: {_('Thừa')}"]
    return names


def file_rows(lines):
    """The matrix as rows of a file, shortage and surplus in columns of their own."""
    for line in lines:
        cells = [line["whole"]["shortage_sum"], line["whole"]["surplus_sum"]]
        for cell in line["cells"]:
            row = cell["row"] or {}
            cells += [row.get("shortage_sum"), row.get("surplus_sum")]
        yield [line["name"], *cells]
