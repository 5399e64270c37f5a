"""Pages of papers: what may be ordered and what was, one order, one paper, its files."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView, ListView

from communes.models import Paper, PaperFile
from communes.page import PageMixin
from communes.papers import kinds, ordering, reach
from communes.papers.forms import OrderForm
from communes.reporting.files import download
from communes.search import fold
from communes.views import LENGTH, Post


def papers_for(user):
    found = Paper.objects.visible_to(user).select_related(
        "school_year", "commune", "requested_by", "job"
    )
    files = PaperFile.objects.defer("content").order_by("kind")
    return found.defer("commune__outline").prefetch_related(Prefetch("files", files))


def offered(user):
    """(heading, kinds) of what `user` may order."""
    found = [one for one in kinds.registered() if reach.may_order(user, one)]
    return [
        (kinds.Group(group).label, list(members))
        for group, members in groupby(found, key=lambda one: one.group)
    ]


def named(papers):
    """The papers with the title of their kind."""
    for paper in papers:
        kind = kinds.get(paper.kind)
        paper.title = kind.title if kind else paper.kind
    return papers


class PaperList(PageMixin, ListView):
    section = "reports"
    template_name = "papers/list.html"
    context_object_name = "papers"
    paginate_by = LENGTH

    def get_queryset(self):
        return papers_for(self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "title": _("Văn bản"),
            "groups": offered(self.request.user),
            "papers": named(context["papers"]),
        }


class OfKind(PageMixin):
    """About one kind, for those who may order it."""

    section = "reports"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.kind is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def kind(self):
        return kinds.get(self.kwargs["kind"])

    def refuse(self):
        if not reach.may_order(self.request.user, self.kind):
            raise PermissionDenied(_("Tài khoản của bạn không lập loại văn bản này."))

    def get_form_kwargs(self):
        self.refuse()
        asked = {"kind": self.kind, "user": self.request.user}
        return super().get_form_kwargs() | asked

    def get_initial(self):
        return super().get_initial() | self.request.GET.dict()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.kind.title,
            "kind": self.kind,
        }

    def get_breadcrumbs(self):
        return [(_("Văn bản"), reverse("paper_list")), (self.kind.title, "")]


class PaperNew(OfKind, FormView):
    template_name = "papers/new.html"
    form_class = OrderForm

    def form_valid(self, form):
        asked = form.cleaned_data
        paper = ordering.order(
            self.kind,
            year=asked["year"],
            by=self.request.user,
            place=asked.get("commune"),
            institution=asked.get("institution"),
            formats=asked["formats"],
            options=form.options,
        )
        return redirect("paper_detail", paper.pk)


class PaperPage(PageMixin):
    """About one paper that the reader may see."""

    section = "reports"

    @cached_property
    def paper(self):
        found = get_object_or_404(papers_for(self.request.user), pk=self.kwargs["pk"])
        return named([found])[0]

    def get_breadcrumbs(self):
        return [(_("Văn bản"), reverse("paper_list")), (self.paper.title, "")]


class PaperDetail(PaperPage, DetailView):
    template_name = "papers/detail.html"
    context_object_name = "paper"

    def get_object(self):
        return self.paper

    def get_context_data(self, **kwargs):
        again = ordering.may_order_again(self.request.user, self.paper)
        return super().get_context_data(**kwargs) | {
            "title": self.paper.title,
            "may_order": again,
        }


class PaperAgain(PaperPage, Post):
    """Made anew from the figures of now: after a failure, or because they moved."""

    def post(self, request, pk):
        if not ordering.may_order_again(request.user, self.paper):
            raise PermissionDenied(_("Bạn chỉ được xem văn bản này."))
        if self.paper.job and not self.paper.job.has_ended:
            messages.info(request, _("Văn bản đang được lập, xin chờ."))
        else:
            kind = kinds.get(self.paper.kind)
            ordering.send(self.paper, kind, by=request.user)
        return redirect("paper_detail", pk)


class PaperDownload(PaperPage, View):
    def get(self, request, pk, kind):
        file = get_object_or_404(PaperFile, paper=self.paper, kind=kind)
        paper = self.paper
        place = paper.institution_code or paper.commune_id or "tinh"
        stem = slugify(fold(str(paper.title)))
        return download(
            file.content, kind, f"{stem}-{paper.school_year}-{place.lower()}"
        )
