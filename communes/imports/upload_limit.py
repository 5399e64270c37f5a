"""Turns away what is too large for any form before a byte of it is read."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _

# What a form sends beside its file.
FORM_BYTES = 1024 * 1024


class UploadLimitMiddleware:
    """Stands before the check of the form's token, which would read the whole body."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        most = max(settings.WORKBOOK_LIMITS["BYTES"], settings.EVIDENCE_MAX_BYTES)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= most + FORM_BYTES:
            return self.get_response(request)
        sentence = _(
            "Tệp lớn %(size)s MB, hệ thống chỉ nhận đến %(most)s MB. Hãy bỏ hình ảnh và "
            "các trang tính không cần thiết rồi gửi lại. Dữ liệu không có gì thay đổi."
        )
        megabytes = {"size": int(length) // 2**20, "most": most // 2**20}
        context = {"title": _("Tệp quá lớn"), "sentence": sentence % megabytes}
        return render(request, "imports/too_large.html", context, status=413)
