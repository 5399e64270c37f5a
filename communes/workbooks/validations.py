"""What Excel lets people type into a column, and what it says otherwise."""

from django.utils.translation import gettext as _

from communes.workbooks import columns as kinds
from communes.workbooks import stamps
from communes.workbooks.cells import letters
from communes.workbooks.columns import Choices, Column
from communes.workbooks.dates import EARLIEST, LATEST

# What Excel takes as the words of a message.
MESSAGE, MESSAGE_TITLE = 250, 30


class Validations:
    """The rules of one workbook, and the hidden sheet of words for its drop-downs."""

    def __init__(self):
        # Words of each code list, and the column of the hidden sheet they stand in.
        self.lists: dict[tuple[str, ...], int] = {}

    def apply(self, sheet, place: int, column: Column, first: int, last: int):
        """Bind the cells of a column, rows `first` to `last` counted from 0."""
        if rule := self._rule(column):
            sheet.data_validation(first, place, last, place, rule)

    def _rule(self, column):
        match column.kind:
            case kinds.INTEGER | kinds.DECIMAL:
                whole = column.kind == kinds.INTEGER
                words = _("Chỉ gõ số nguyên từ %(low)s đến %(high)s.")
                if not whole:
                    words = _("Chỉ gõ số từ %(low)s đến %(high)s.")
                bounds = {"low": column.minimum, "high": column.maximum}
                return _message(column, words % bounds) | {
                    "validate": "integer" if whole else "decimal",
                    "criteria": "between",
                    "minimum": column.minimum,
                    "maximum": column.maximum,
                }
            case kinds.YES_NO:
                rule = {"validate": "list", "source": [_("Có"), _("Không")]}
                return _message(column, _("Chọn Có hoặc Không.")) | rule
            case kinds.CHOICE:
                rule = {"validate": "list", "source": self._list(column.choices)}
                return _message(column, _("Hãy chọn trong danh sách.")) | rule
            case kinds.DATE:
                words = _("Gõ ngày dạng ngày/tháng/năm, ví dụ 05/09/2025.")
                bounds = {"minimum": EARLIEST, "maximum": LATEST}
                rule = {"validate": "date", "criteria": "between"} | bounds
                return _message(column, words) | rule
            case kinds.PERSONAL_NUMBER:
                words = _("Số định danh gồm đúng 12 chữ số.")
                rule = {"validate": "length", "criteria": "==", "value": 12}
                return _message(column, words) | rule
        return None

    def _list(self, choices: Choices):
        words = tuple(choices.labels.values())
        place = self.lists.setdefault(words, len(self.lists))
        letter = letters(place)
        return f"={stamps.LISTS}!${letter}$1:${letter}${max(len(words), 1)}"

    def write_lists(self, book):
        """The words of all drop-downs, too long for the drop-downs themselves."""
        if not self.lists:
            return
        sheet = book.add_worksheet(stamps.LISTS)
        sheet.hide()
        longest = max(map(len, self.lists))
        for row in range(longest):
            for words, place in self.lists.items():
                if row < len(words):
                    sheet.write_string(row, place, words[row])


def _message(column, words):
    return {
        "error_title": column.label[:MESSAGE_TITLE],
        "error_message": words[:MESSAGE],
        "ignore_blank": True,
    }
