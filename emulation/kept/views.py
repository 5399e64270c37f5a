"""Pages of the registers: lists with sums by commune, and forms that change a row."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from communes.listing import ListPage
from communes.numbers import shown
from emulation.kept import forms, registers, tables
from emulation.models import Initiative, PressArticle, PressSubscription, Team
from emulation.page import EmulationPage
from schools.models import Institution

# How the addresses of each register begin, and what it is called in the row of links.
REGISTERS = (
    ("initiative", gettext_lazy("Sáng kiến")),
    ("press", gettext_lazy("Đặt báo")),
    ("press_article", gettext_lazy("Tin, bài")),
    ("team", gettext_lazy("Tổ công nghệ số")),
)


class RegisterPage(EmulationPage):
    """A page of one register; `routes` is how the names of its addresses begin."""

    tab = "registers"
    routes = ""
    model = None

    @property
    def list_url(self):
        return reverse(f"{self.routes}_list")

    def may_add(self):
        return Institution.objects.editable_by(self.request.user).exists()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "registers": [
                (reverse(f"{routes}_list"), label, routes == self.routes)
                for routes, label in REGISTERS
            ],
            "list_url": self.list_url,
        }


class RegisterList(RegisterPage, ListPage):
    template_name = "emulation/registers/list.html"
    main_filters = ("q", "year", "commune")
    bar_filters = ()
    add_label = ""

    def get_queryset(self):
        return registers.rows_for(self.model, self.request.user, self.page.year.start)

    @cached_property
    def sums(self):
        return registers.sums(self.model, self.object_list)

    def get_totals(self):
        return self.sums

    def get_totals_label(self):
        return _("Cộng %(number)s dòng") % {"number": shown(self.sums["number"])}

    def get_context_data(self, **kwargs):
        may_add = self.may_add()
        return super().get_context_data(**kwargs) | {
            "by_commune": registers.by_commune(self.model, self.object_list),
            "sum_labels": registers.SUM_LABELS[self.model],
            "sums": [self.sums[name] or 0 for name in registers.SUMS[self.model]],
            "new_url": reverse(f"{self.routes}_new") if may_add else "",
            "add_label": self.add_label,
        }


class RegisterForm(RegisterPage, FormView):
    """The form of a new row, or of one that the user may change."""

    template_name = "emulation/registers/form.html"
    new_title, edit_title = "", ""

    @cached_property
    def row(self):
        if "pk" not in self.kwargs:
            return None
        return own_row(self.model, self.request.user, self.kwargs["pk"])

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.row is None and not self.may_add():
            raise PermissionDenied
        return kwargs | {"user": self.request.user, "instance": self.row}

    def form_valid(self, form):
        row = form.save()
        messages.success(self.request, _("Đã ghi “%(name)s”.") % {"name": row})
        return redirect(self.list_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.edit_title if self.row else self.new_title,
            "row": self.row,
            "delete_url": (
                reverse(f"{self.routes}_delete", args=[self.row.pk]) if self.row else ""
            ),
        }


class RegisterDelete(RegisterPage, TemplateView):
    """Asks once more, then deletes; the history keeps what the row said."""

    template_name = "emulation/registers/delete.html"

    @cached_property
    def row(self):
        return own_row(self.model, self.request.user, self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        name = str(self.row)
        try:
            self.row.delete()
            messages.success(request, _("Đã xóa “%(name)s”.") % {"name": name})
        except ProtectedError:
            sentence = _(
                "“%(name)s” đang có hồ sơ thi đua nên không xóa được. Nếu tổ không còn "
                "hoạt động, hãy bỏ dấu “Đang hoạt động”."
            )
            messages.error(request, sentence % {"name": name})
        return redirect(self.list_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Xóa “%(name)s”?") % {"name": self.row},
            "row": self.row,
        }


def own_row(model, user, pk):
    """A row that `user` may change: 404 where she does not see it, else 403."""
    row = get_object_or_404(model.objects.visible_to(user), pk=pk)
    if not model.objects.editable_by(user).filter(pk=pk).exists():
        raise PermissionDenied
    return row


class Initiatives:
    routes, model, form_class = "initiative", Initiative, forms.InitiativeForm
    new_title = gettext_lazy("Thêm sáng kiến")
    edit_title = gettext_lazy("Sửa sáng kiến")


class Press:
    routes, model, form_class = "press", PressSubscription, forms.PressForm
    new_title = gettext_lazy("Thêm đặt báo")
    edit_title = gettext_lazy("Sửa đặt báo")


class Articles:
    routes, model, form_class = "press_article", PressArticle, forms.ArticleForm
    new_title = gettext_lazy("Thêm tin, bài")
    edit_title = gettext_lazy("Sửa tin, bài")


class Teams:
    routes, model, form_class = "team", Team, forms.TeamForm
    new_title = gettext_lazy("Thêm tổ công nghệ số cộng đồng")
    edit_title = gettext_lazy("Sửa tổ công nghệ số cộng đồng")

    def may_add(self):
        return forms.communes_of(self.request.user).exists()


class InitiativeList(Initiatives, RegisterList):
    title = gettext_lazy("Sổ theo dõi sáng kiến")
    export_name = "sang-kien"
    filterset_class = registers.InitiativeFilter
    table_class = tables.InitiativeTable
    add_label = gettext_lazy("Thêm sáng kiến")


class PressList(Press, RegisterList):
    title = gettext_lazy("Sổ theo dõi đặt báo, tạp chí")
    export_name = "dat-bao"
    filterset_class = registers.PressFilter
    table_class = tables.PressTable
    add_label = gettext_lazy("Thêm đặt báo")


class ArticleList(Articles, RegisterList):
    title = gettext_lazy("Sổ theo dõi tin, bài trên báo")
    export_name = "tin-bai"
    filterset_class = registers.ArticleFilter
    table_class = tables.ArticleTable
    add_label = gettext_lazy("Thêm tin, bài")


class TeamList(Teams, RegisterList):
    title = gettext_lazy("Tổ công nghệ số cộng đồng")
    export_name = "to-cong-nghe-so"
    filterset_class = registers.TeamFilter
    table_class = tables.TeamTable
    main_filters = ("q", "commune", "active")
    add_label = gettext_lazy("Thêm tổ")


class InitiativeForm(Initiatives, RegisterForm):
    pass


class PressForm(Press, RegisterForm):
    pass


class ArticleForm(Articles, RegisterForm):
    pass


class TeamForm(Teams, RegisterForm):
    pass


class InitiativeDelete(Initiatives, RegisterDelete):
    pass


class PressDelete(Press, RegisterDelete):
    pass


class ArticleDelete(Articles, RegisterDelete):
    pass


class TeamDelete(Teams, RegisterDelete):
    pass
