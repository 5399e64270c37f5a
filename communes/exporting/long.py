"""Tables that may be too long for an answer: then a worker writes the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from communes import export
from communes.models import User


@dataclass(frozen=True)
class Whole:
    """Everything of one file; `rows` are read from the database while it is written.

    `length` is how many records there are, or one more than a page may answer with.
    """

    about: export.About
    header: Sequence[str]
    rows: Iterable[Sequence]
    name: str
    length: int


@dataclass(frozen=True)
class Reader:
    """Who looks at a page and what she chose: all that its declaration needs."""

    user: User
    GET: QueryDict
    method: str = "GET"


class LongExportMixin:
    """A page whose file may be long: it can say the whole of it without an answer."""

    def get_whole(self):
        """The `Whole` of what the reader has chosen."""
        raise NotImplementedError

    def prepare(self):
        """What the page's own answer would have set up before."""

    def export(self, kind):
        whole = self.get_whole()
        if whole.length > settings.EXPORT_ROWS_AT_ONCE:
            return self.offer_job(kind)
        return export.respond(kind, whole.about, whole.header, whole.rows, whole.name)

    def offer_job(self, kind):
        """A page that says why it takes longer, with the button that begins it."""
        query = self.request.GET.copy()
        query.pop("export")
        title = _("Lập tệp ở phía sau")
        context = {
            "page": self.page,
            "title": title,
            "limit": settings.EXPORT_ROWS_AT_ONCE,
            "days": settings.EXPORT_KEEP_DAYS,
            "address": self.request.get_full_path(),
            "back": f"?{query.urlencode()}",
            "kind": kind,
            "breadcrumbs": [(self.title, f"?{query.urlencode()}"), (title, "")],
        }
        return render(self.request, "exports/offer.html", context)


def whole_of(address, user):
    """(kind, Whole) of the page at `address`, as `user` sees it now; else 404.

    The page's own filter, table and reach make the file, on the page and in a worker.
    """
    path, _mark, query = address.partition("?")
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    made = getattr(match.func, "view_class", None)
    chosen = QueryDict(query)
    kind = chosen.get("export")
    if not (made and issubclass(made, LongExportMixin) and kind in export.FORMATS):
        raise Http404
    page = made()
    page.setup(Reader(user, chosen), *match.args, **match.kwargs)
    page.prepare()
    return kind, page.get_whole()
