"""The menu under a chart, a map or a table: what it can be taken away as."""

from django import template

from communes import export
from communes.documents import framed

register = template.Library()
NAMES = {
    framed.PNG: "PNG",
    framed.SVG: "SVG",
    export.CSV: "CSV",
    export.XLSX: "Excel",
}


@register.inclusion_tag("components/export_menu.html", takes_context=True)
def export_menu(context, key, title, *, pictures=False, parameter="table"):
    """Links to the files of one figure of the page, with all choices of its address."""
    kinds = (*framed.TYPES, *export.FORMATS) if pictures else export.FORMATS
    query = context["request"].GET.copy()
    query[parameter] = key
    links = []
    for kind in kinds:
        query["export"] = kind
        links.append((NAMES[kind], f"?{query.urlencode()}"))
    return {"title": title, "links": links}
