"""What the pages of entry show, fetched in the same few queries for one school or many."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from communes.entry import checks, forms, panel, periods, sheets
from communes.entry.grid import Grid, arrange, levels_in, required_of_units
from communes.entry.panel import Panel
from communes.entry.words import words
from communes.levels import Level
from communes.page import reachable_communes
from communes.templatetags.shell import address


@dataclass
class Due:
    """One form that a place fills in."""

    grid: Grid
    url: str
    template_url: str
    import_url: str

    @property
    def is_to_do(self):
        return self.grid.is_open and self.grid.filled < self.grid.expected


@dataclass
class Part:
    """One form of a school's page."""

    grid: Grid
    panel: Panel
    script: dict

    @property
    def prefix(self):
        """Keeps the names of one table's headings apart from the next one's."""
        return f"{self.grid.form.code}-"

    @property
    def script_id(self):
        return f"entry-script-{self.grid.form.code}"


@dataclass
class School:
    """One unit on the overview: how far it has come in all its forms."""

    unit: dict
    url: str
    filled: int = 0
    expected: int = 0


def sheet(form, period, user, place, **options):
    return sheets.load(form, period, user, commune=place.code, **options)


def due(user, period, place):
    """Forms and schools of the overview."""
    found = forms.due_in(period) if period else []
    grids = [arrange(form, sheet(form, period, user, place)) for form in found]
    return {
        "forms": [_due(one, period, place) for one in grids if one.blocks],
        "schools": _schools(grids, period),
        "window": periods.window_of(period, place.commune) if period else None,
        "communes": reachable_communes(user) if place.can_choose else [],
        "submit_url": _tail("entry_submit", period, place),
        "submit_label": submit_label(place),
    }


def submit_label(place):
    return _("Nộp cả xã") if place.commune else _("Kiểm tra và nộp")


def _due(one, period, place):
    tail = f"?year={period.school_year_id}"
    where = f"{tail}&commune={place.code}" if place.can_choose else tail
    template = address("workbook_template", one.form.code)
    upload = address("import_new")
    return Due(
        one,
        grid_url(one.form, period, place),
        # Who may change nothing here has no use for a template.
        f"{template}{where}" if template and one.is_open else "",
        f"{upload}{where}&kind={one.form.code}" if upload else "",
    )


def grid_url(form, period, place):
    arguments = [period.school_year_id, period.kind, form.code]
    return f"{reverse('entry_grid', args=arguments)}{place.query}"


def _tail(route, period, place):
    url = address(route, period.school_year_id, period.kind) if period else ""
    return f"{url}{place.query}" if url else ""


def _schools(grids, period):
    """Schools of all the grids, in order, with the sums of their cells."""
    found = {}
    for one in grids:
        for block in one.blocks:
            if not block.unit["kind"]:
                continue
            arguments = [period.school_year_id, period.kind, block.unit["code"]]
            school = found.setdefault(
                block.unit["code"],
                School(block.unit, reverse("entry_school", args=arguments)),
            )
            school.filled += block.filled
            school.expected += block.expected
    return list(found.values())


def grid(view, form, place, kept):
    """The grid of one form with the panel of what is left to do about it."""
    user, period = view.request.user, view.period
    loaded = sheet(form, period, user, place, with_findings=True)
    levels = levels_in(loaded)
    asked = view.request.GET.get("level", "")
    level = asked if asked in levels and len(levels) > 1 else ""
    shown = arrange(form, loaded, level=level, kept=kept)
    due_forms = [(one, grid_url(one, period, place)) for one in forms.due_in(period)]
    return {
        "grid": shown,
        "panel": panel.build(shown, loaded["findings"]),
        "level": level,
        "level_label": Level(level).label if level else _("Tất cả"),
        "levels": [(code, Level(code).label) for code in levels],
        "window": periods.window_of(period, place.commune),
        "due_forms": due_forms,
        "communes": reachable_communes(user) if place.can_choose else [],
        "script": script(shown, view),
        "submit_url": _tail("entry_submit", period, place),
        "submit_label": submit_label(place),
        "links": _due(shown, period, place),
    }


def sheets_of(user, period, code):
    """Form code -> sheet of every form that the school `code` fills in."""
    found = {
        form.code: sheets.load(form, period, user, units=[code])
        for form in forms.due_in(period)
    }
    own = {code: one for code, one in found.items() if one["units"]}
    if not own:
        raise Http404(_("Không có trường này trong phạm vi tài khoản của bạn."))
    return own


def school(view, loaded, kept):
    """All grids of one school, each with its panel."""
    user, period, code = view.request.user, view.period, view.kwargs["code"]
    due_forms = [forms.get(name) for name in loaded]
    units = [unit for unit in due_forms[0].units(user, period) if unit.code == code]
    findings = checks.for_units(period, units, due_forms)
    parts = []
    sent = view.request.POST.get("form", "")
    for form in due_forms:
        left = kept if form.code == sent else None
        one = arrange(form, loaded[form.code], kept=left)
        if one.blocks:
            told = [found for found in findings if found.form == form.code]
            found = panel.build(one, told)
            parts.append(Part(one, found, script(one, view, form.code)))
    asked = view.request.GET.get("panel", "")
    return {
        "unit": loaded[due_forms[0].code]["units"][0],
        "panel": next((p.panel for p in parts if p.grid.form.code == asked), None),
        "parts": parts,
        "window": periods.window_of(period),
    }


def script(shown, view, part=""):
    """What the browser needs to check and save cells while they are typed.

    `part`: the form whose panel is asked for on a page with several.
    """
    code, request = shown.form.code, view.request
    asked = request.GET.copy()
    asked["panel"] = part or "1"
    return {
        "form": code,
        "period": view.period.pk,
        "user": request.user.pk,
        "fields": [
            {"name": f["name"], "label": f["label"], "kind": f["kind"]}
            for f in shown.fields
        ],
        "rules": shown.sheet["rules"],
        "unitRequired": required_of_units(shown.form),
        "panelUrl": f"{request.path}?{asked.urlencode()}",
        "saveUrl": reverse("api-entry-cells", args=[code]),
        "commentUrl": reverse("api-entry-comments", args=[code]),
        "historyUrl": address("cell_history"),
        "loginUrl": reverse("account_login"),
        "words": words(),
    }
