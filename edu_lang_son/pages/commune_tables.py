"""Tables of the commune page as files, from what the page shows."""

from django.utils.translation import gettext as _

from communes.listing import with_totals
from edu_lang_son.pages.charts import Chart, Row
from edu_lang_son.pages.indicator_map import cells
from staffing import sheets
from staffing.models import NormSet


def _chart(key, title, header, rows, filters=()):
    lines = [Row(row) for row in rows]
    return Chart(key, title, "", header, lines, filters=filters)


def _classes(page):
    """How classes were counted: only gaps depend on it."""
    return [(_("Cách đếm lớp"), str(NormSet.Reading(page.reading).label))]


def schools(table):
    title = _("Trường trên địa bàn")
    return _chart("schools", title, table.export_header(), with_totals(table))


def posts(groups, page):
    title = _("Thừa, thiếu theo vị trí, cấp học")
    return _chart("posts", title, *sheets.of_posts(groups), _classes(page))


def four(found, page):
    title = sheets.four_title()
    return _chart("four", title, *sheets.of_four(found), _classes(page))


def indicators(rows):
    """Own value, the province's, and the rank among the communes one may see."""
    header = [
        _("Chỉ số"),
        _("Đơn vị tính"),
        _("Xã"),
        _("Toàn tỉnh"),
        _("Tử số"),
        _("Mẫu số"),
        _("Xếp hạng"),
        _("Số xã xếp hạng"),
    ]
    return _chart(
        "indicators",
        _("Xã đứng ở đâu so với tỉnh?"),
        header,
        [_indicator(row) for row in rows],
    )


def _indicator(row):
    indicator, own, province = row["indicator"], row["own"], row["province"]
    return [
        row["name"],
        indicator.text("unit"),
        cells(indicator, own)[-1] if own else None,
        cells(indicator, province)[-1] if province else None,
        own.numerator if own else None,
        own.denominator if own else None,
        row["rank"],
        row["peers"] if row["rank"] else None,
    ]


def residents(found):
    header = [_("Độ tuổi"), _("Tổng số"), _("Nữ"), _("Dân tộc thiểu số")]
    bands = found["bands"] if found else []
    rows = [[band["label"], *_people(band)] for band in bands]
    if found:
        rows.append([_("Cộng mọi tuổi"), *_people(found["all"])])
    return _chart("residents", _("Dân số theo tuổi đi học"), header, rows)


def _people(band):
    return [band["total"], band["female"], band["ethnic"]]
