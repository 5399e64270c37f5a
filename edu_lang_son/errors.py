"""Error pages: what happened, what was kept, what to do, and the reference code."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token


def bad_request(request, exception=None):
    return _page(request, 400)


def permission_denied(request, exception=None):
    # Our own refusals carry a sentence for the person; the framework's do not.
    why = str(exception) if exception and not request.user.is_anonymous else ""
    return _page(request, 403, why=why)


def page_not_found(request, exception=None):
    return _page(request, 404)


@requires_csrf_token
def csrf_failure(request, reason=""):
    why = _("Phiên làm việc đã cũ. Hãy tải lại trang rồi gửi lại.")
    return _page(request, 403, why=why)


def server_error(request):
    return _page(request, 500)


def _page(request, status, why=""):
    return render(request, f"errors/{status}.html", {"why": why}, status=status)


def closed(request, door):
    """A door of the accounts package that stays shut here."""
    raise Http404
