"""Tables of one school as files: heading and rows of what its page shows."""

from django.utils.translation import gettext as _

from communes.documents.blocks import Chart, Column, Kind, Series


def of_levels(table, labels):
    """Rows by grade, the sums of each level where there are several, and of all."""
    header = [_("Khối, nhóm tuổi"), *(str(label).capitalize() for label in labels)]
    rows = []
    for level in table["levels"] if table else []:
        rows += [[str(row["label"]), *row["cells"]] for row in level["rows"]]
        if len(table["levels"]) > 1:
            label = _("Cộng %(level)s") % {"level": level["label"]}
            rows.append([label, *level["sums"]])
    if rows:
        rows.append([_("Toàn trường"), *table["sums"]])
    return header, rows


def of_trend(trend):
    header = [_("Năm học"), _("Người học"), _("Lớp"), _("HS/lớp")]
    names = ("year", "learners", "classes", "size")
    return header, [[row[name] for name in names] for row in trend]


def trend_drawn(trend, title, sentence):
    """Learners of each year as bars, as the page draws them."""
    if not trend:
        return None
    return Chart(
        code="trend",
        title=title,
        sentence=sentence,
        form="bars",
        categories=[row["year"] for row in trend],
        series=[Series(_("Người học"), [row["learners"] for row in trend])],
        column=Column(_("người học"), Kind.WHOLE),
    )
