"""How cells of our workbooks look, and which of them may be edited."""

import re

from communes.workbooks import columns as kinds

NUMBER_FORMATS = {
    kinds.INTEGER: "#,##0",
    kinds.DECIMAL: "#,##0.##",
    kinds.DATE: "dd/mm/yyyy",
    kinds.BIRTH_DATE: "dd/mm/yyyy",
    # As text: Excel would drop the zeros in front.
    kinds.PERSONAL_NUMBER: "@",
    kinds.TEXT: "@",
}
HEADING, FIXED = "#EDF3F6", "#F2F2F2"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, book):
        self.book = book
        self.made: dict[tuple, object] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.note = book.add_format({"font_color": "#595959", "italic": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.heading = book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "center",
                "border": 1,
                "bg_color": HEADING,
            }
        )

    def cell(self, kind, *, locked=False, plain=False, quoted=False):
        """The format of a data cell; `plain` numbers have no separators."""
        key = kind, locked, plain, quoted
        if key not in self.made:
            facts = {"locked": locked, "border": 1, "border_color": "#BFBFBF"}
            if locked:
                facts["bg_color"] = FIXED
            if kind in NUMBER_FORMATS and not plain:
                facts["num_format"] = NUMBER_FORMATS[kind]
            if quoted:
                facts["quote_prefix"] = True
            self.made[key] = self.book.add_format(facts)
        return self.made[key]


def sheet_name(name: str, taken: set[str]) -> str:
    """`name` as Excel takes it: short, without some characters, and only once."""
    base = _FORBIDDEN.sub(" ", name).strip()[:LONGEST_NAME] or "Bảng"
    chosen, number = base, 1
    while chosen.lower() in taken:
        number += 1
        chosen = f"{base[: LONGEST_NAME - 3]} {number}"
    taken.add(chosen.lower())
    return chosen
