"""What the grid's script says, in the page's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def words():
    return {
        "language": get_language(),
        "saved": _("đã lưu lúc {time}"),
        "saving": _("đang lưu…"),
        "waiting": _("{number} ô chờ gửi"),
        "offline": _(
            "Mất kết nối. Cứ nhập tiếp: {number} ô được giữ trong máy này và gửi khi có mạng."
        ),
        "restored": _("Còn {number} ô nhập trước đây chưa gửi, đang gửi lại."),
        "signedOut": _(
            "Phiên đăng nhập đã hết. Số bạn nhập vẫn được giữ trong máy này."
        ),
        "signIn": _("Đăng nhập lại ở thẻ mới"),
        "goOn": _("Đã đăng nhập, gửi tiếp"),
        "tooBig": _(
            "Khối dán có {rows} hàng × {columns} cột, lớn hơn phần bảng còn lại. Đã dán {done} ô, bỏ {left} ô."
        ),
        "pasted": _("Đã dán {done} ô. Bấm Ctrl+Z để hoàn tác."),
        "undone": _("Đã hoàn tác {number} ô."),
        "filled": _("Đã lấy số năm trước cho {number} ô còn trống."),
        "conflict": _("{by} đã ghi {theirs} lúc {at}, bạn nhập {mine}."),
        "keepMine": _("Giữ số của tôi ({mine})"),
        "takeTheirs": _("Lấy số của người kia ({theirs})"),
        "clashes": _("{number} ô vừa được người khác sửa, hãy chọn số đúng."),
        "leftover": _("Chưa lưu được vì nay không còn nhập được: {cells}."),
        "forget": _("Đã xem, bỏ các số này"),
        "someone": _("Người khác"),
        "empty": _("trống"),
        "yes": _("Có"),
        "no": _("Không"),
        "notANumber": _(
            "“{text}” không phải số nguyên từ 0 trở lên. Hãy nhập lại bằng chữ số."
        ),
        "lastYear": _("năm trước: {value}"),
        "goTo": _("Đến ô này"),
        "mend": _("Cần sửa"),
        "explain": _("Cần giải thích"),
        "complete": _("{done}/{all} đơn vị đã đủ"),
        "cells": _("{done}/{all} ô đã nhập"),
        "takeLastYear": _("Lấy số năm trước"),
        "takeLastYearLong": _("Lấy số năm trước cho ô còn trống"),
        "commented": _("Đã gửi ý kiến."),
        "failed": _("Chưa gửi được. Hãy thử lại."),
        "comment": _("Ý kiến về ô này, đơn vị và Sở cùng thấy"),
        "sendComment": _("Gửi ý kiến"),
        "close": _("Đóng"),
        "loading": _("Đang tải…"),
        "school": _("Đơn vị {number}/{all}"),
        "chooseSchool": _("Chọn đơn vị"),
        "earlierSchool": _("Đơn vị trước"),
        "laterSchool": _("Đơn vị sau"),
    }
