"""Pages that show criteria sets: the list, one set whole, two versions compared."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes import export
from communes.codelist import name_field
from emulation.criteria import actions as criteria_sets
from emulation.criteria import comparison as set_comparison
from emulation.criteria import outline as set_outline
from emulation.criteria import table as set_table
from emulation.models import CriteriaSet
from emulation.page import EmulationPage
from schools.models import InstitutionKind


def crumbs(*last):
    return [(_("Bộ tiêu chí"), reverse("criteria_set_list")), *last]


def short_kinds():
    return dict(InstitutionKind.objects.values_list("code", "short_name"))


def may_edit(user):
    return CriteriaSet.objects.editable_by(user).exists()


class SetPage(EmulationPage):
    """A page about one criteria set."""

    tab = "sets"

    @cached_property
    def criteria_set(self):
        rows = set_outline.whole(self.request.user).select_related("based_on")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        own = self.criteria_set
        return super().get_context_data(**kwargs) | {
            "criteria_set": own,
            "set_title": set_outline.in_language(own),
        }

    def own_crumb(self):
        own = self.criteria_set
        name = _("%(code)s, phiên bản %(version)s") % {
            "code": own.code,
            "version": own.version,
        }
        return name, reverse("criteria_set_detail", args=[own.pk])


class SetList(EmulationPage, TemplateView):
    """Every set with its versions, the newest first."""

    tab = "sets"
    template_name = "emulation/sets/list.html"

    def get_context_data(self, **kwargs):
        user, kinds = self.request.user, short_kinds()
        used = set_outline.uses(user)
        rows = [
            set_outline.Listed(one, kinds, used.get(one.pk, []))
            for one in set_outline.overview(user)
        ]
        return super().get_context_data(**kwargs) | {
            "title": _("Bộ tiêu chí"),
            "rows": rows,
            "drafts": sum(not one.row.frozen_at for one in rows),
        }


class SetDetail(SetPage, TemplateView):
    """The whole set as a table, to read, to print and, for an admin, to edit."""

    template_name = "emulation/sets/detail.html"

    def get(self, request, *args, **kwargs):
        kind = request.GET.get("export")
        if kind not in export.FORMATS:
            return super().get(request, *args, **kwargs)
        own = self.criteria_set
        outline = set_outline.Outline(own)
        name = f"bo-tieu-chi-{own.code}-v{own.version}"
        about = set_table.about(self.page, outline, audience_of(own))
        return export.respond(
            kind, about, set_table.header(), set_table.rows(outline), name
        )

    def get_context_data(self, **kwargs):
        own, user = self.criteria_set, self.request.user
        editing = may_edit(user)
        return super().get_context_data(**kwargs) | {
            "title": f"{set_outline.in_language(own)} (v{own.version})",
            "outline": set_outline.Outline(own),
            "audience": audience_of(own),
            "campaigns": set_outline.uses(user, own).get(own.pk, []),
            "versions": CriteriaSet.objects.filter(code=own.code).exclude(pk=own.pk),
            "may_edit": editing,
            "editing": editing and not own.frozen_at,
            "frozen_sentence": criteria_sets.frozen_sentence(),
            "printed_on": timezone.localdate(),
        }

    def get_breadcrumbs(self):
        return crumbs(self.own_crumb())


def audience_of(criteria_set):
    names = dict(InstitutionKind.objects.values_list("code", name_field()))
    return set_outline.audience(criteria_set, names)


class SetCompare(SetPage, TemplateView):
    """This version beside another one: by choice, else the one that it was made from."""

    template_name = "emulation/sets/compare.html"

    @cached_property
    def others(self):
        """Versions of the same set and what this one was copied from."""
        own = self.criteria_set
        rows = set_outline.whole(self.request.user).exclude(pk=own.pk)
        return list(rows.filter(code=own.code) | rows.filter(pk=own.based_on_id))

    @cached_property
    def other(self):
        asked = self.request.GET.get("with") or str(self.criteria_set.based_on_id)
        found = {str(one.pk): one for one in self.others}
        return found.get(asked) or next(iter(self.others), None)

    def get_context_data(self, **kwargs):
        own, other = self.criteria_set, self.other
        changes = set_comparison.compare(other, own) if other else []
        return super().get_context_data(**kwargs) | {
            "title": _("So sánh phiên bản"),
            "other": other,
            "others": self.others,
            "changes": changes,
            "counts": set_comparison.counted(changes),
        }

    def get_breadcrumbs(self):
        return crumbs(self.own_crumb(), (_("So sánh phiên bản"), ""))
