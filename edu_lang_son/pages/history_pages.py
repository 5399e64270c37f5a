"""The page of what changed, by whom, in any period of time; and a file of the same."""

from django.conf import settings
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from communes import export
from communes.changes import cells, events, words
from communes.changes.forms import HistoryForm
from communes.exporting.long import LongExportMixin, Whole
from communes.listing import OwnScope, about
from communes.page import PageMixin
from communes.scoping import PROVINCE_ROLES
from schools.filters import NameOrCodeFilter
from schools.models import Institution

PAGE_SIZE = 50
EXPORT_CHUNK = 500


def schools_named(user):
    """A function from words to the codes of the schools they name, of those seen."""

    def codes(text):
        rows = Institution.objects.visible_to(user)
        rows = NameOrCodeFilter().filter(rows, text)
        return tuple(rows.values_list("code", flat=True))

    return codes


class History(LongExportMixin, OwnScope, PageMixin, TemplateView):
    template_name = "history/list.html"
    section = "history"
    title = gettext_lazy("Lịch sử thay đổi")

    @cached_property
    def form(self):
        user = self.request.user
        return HistoryForm(
            self.request.GET,
            schools_named=schools_named(user),
            of_many_communes=user.role in PROVINCE_ROLES,
        )

    def chunk(self, after, size):
        """Lines after a place, and the place where the next ones begin, if any."""
        if not self.form.is_valid():
            return [], None
        user, wanted = self.request.user, self.form.wanted
        found = events.places(user, wanted, after=after, size=size + 1)
        lines = words.in_words(events.load(found[:size]))
        return lines, found[size - 1] if len(found) > size else None

    def get_context_data(self, **kwargs):
        after = events.Place.read(self.request.GET.get("after", ""))
        lines, more = self.chunk(after, PAGE_SIZE)
        cells.offer_restores(lines, self.request.user)
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "form": self.form,
            "lines": lines,
            "badges": self.badges(),
            "clear_url": f"?{self.without(*self.form.fields).urlencode()}",
            "newest_url": f"?{self.without().urlencode()}" if after else "",
            "older_url": self.url_of(after=str(more)) if more else "",
            "export_urls": [
                (kind, self.url_of(export=kind)) for kind in export.FORMATS
            ],
        }

    def without(self, *names):
        query = self.request.GET.copy()
        for name in (*names, "after", "export"):
            query.pop(name, None)
        return query

    def url_of(self, **changes):
        query = self.without(*changes)
        query.update(changes)
        return f"?{query.urlencode()}"

    def badges(self):
        return [
            (label, value, f"?{self.without(name).urlencode()}")
            for name, label, value in self.form.in_words()
        ]

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind not in export.FORMATS or not self.form.is_valid():
            return super().render_to_response(context, **kwargs)
        return self.export(kind)

    def prepare(self):
        if not self.form.is_valid():
            raise Http404

    def get_whole(self):
        described = about(self.page, self.title)
        described.filters.extend(
            (label, value) for _name, label, value in self.form.in_words()
        )
        header = [_("Lúc"), _("Ai"), _("Việc"), _("Bảng"), _("Đối tượng")]
        header += [_("Nội dung"), _("Trước"), _("Sau")]
        name = "lich-su-thay-doi"
        return Whole(described, header, self.export_rows(), name, self.length())

    def length(self):
        """How many changes there are, counted no further than a page may answer."""
        if not self.form.is_valid():
            return 0
        most = settings.EXPORT_ROWS_AT_ONCE + 1
        return len(events.places(self.request.user, self.form.wanted, size=most))

    def export_rows(self):
        after = None
        while True:
            lines, after = self.chunk(after, EXPORT_CHUNK)
            for line in lines:
                yield from file_rows(line)
            if after is None:
                return


def file_rows(line):
    """The rows of a file for one change: one for each field of it."""
    start = [line.at, line.who, str(line.kind_label), line.table, line.thing]
    if not line.changes:
        return [[*start, "", "", ""]]
    return [[*start, one.label, one.before, one.after] for one in line.changes]
