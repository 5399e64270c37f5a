"""What a person is told when work fails: a sentence in her language, never a stack trace."""

import errno

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# PostgreSQL's codes: disk_full, out_of_memory.
DISK_FULL, OUT_OF_MEMORY = "53100", "53200"


def sentence(error):
    """What went wrong, in words that say what to do."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if _is_ours(error):
        return str(error)
    code = getattr(error.__cause__, "pgcode", None)
    if code == DISK_FULL or getattr(error, "errno", None) in NO_ROOM:
        return no_room()
    if code == OUT_OF_MEMORY or isinstance(error, MemoryError):
        return _("Máy chủ không đủ bộ nhớ cho việc này. Hãy báo quản trị viên.")
    if isinstance(error, OSError) and error.filename:
        words = _("Không ghi hoặc đọc được %(path)s: %(reason)s.")
        return words % {"path": error.filename, "reason": error.strerror}
    words = _("Lỗi ngoài dự kiến (%(name)s); nhật ký của máy chủ ghi rõ hơn.")
    return words % {"name": type(error).__name__}


def no_room():
    return _(
        "Máy chủ hết chỗ lưu nên không giữ được kết quả. Hãy báo quản trị viên giải "
        "phóng chỗ, rồi chạy lại."
    )


def lost():
    """Of work whose process was killed."""
    return _("Máy làm việc này đã dừng giữa chừng. Hãy chạy lại.")


def _is_ours(error):
    """An exception that an app of ours defines carries a sentence for people."""
    package = type(error).__module__.partition(".")[0]
    config = apps.app_configs.get(package)
    return config is not None and config.path.startswith(str(settings.BASE_DIR))
