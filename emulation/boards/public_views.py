"""The public board: no account needed, nothing before it is announced and opened."""

import csv
from io import StringIO

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.export import harmless
from communes.page import current_province
from emulation.boards import board, public


class CampaignPublic(TemplateView):
    template_name = "emulation/public/board.html"

    @cached_property
    def campaign(self):
        return get_object_or_404(public.public_campaigns(), code=self.kwargs["code"])

    @cached_property
    def groups(self):
        return list(public.groups(self.campaign))

    def get_context_data(self, **kwargs):
        campaign = self.campaign
        return super().get_context_data(**kwargs) | {
            "title": _("Kết quả thi đua"),
            "campaign": campaign,
            "run": board.latest_run(campaign),
            "progress": board.progress(campaign),
            "is_provisional": False,
            "groups": self.groups,
            "levels": board.level_names(campaign),
            "least": settings.PUBLIC_SMALLEST_GROUP,
            "best": settings.PUBLIC_BEST_RANKS,
            "dictionary": public.dictionary(),
            "licence": settings.OPEN_DATA_LICENCE,
        }

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("data")
        if kind == "json":
            return JsonResponse(
                self.as_json(context), json_dumps_params={"ensure_ascii": False}
            )
        if kind in ("ranks", "levels"):
            return self.as_csv(kind)
        return super().render_to_response(context, **kwargs)

    def as_json(self, context):
        run, province = context["run"], current_province()
        fields = ("field", "type", "description")
        return {
            "title": str(self.campaign),
            "publisher": _("Sở Giáo dục và Đào tạo %(name)s") % {"name": province},
            "licence": settings.OPEN_DATA_LICENCE,
            "school_year": self.campaign.school_year.name,
            "announced_at": self.campaign.announced_at,
            "computed_at": run.finished_at if run else None,
            "is_demo": bool(province and province.is_demo),
            "data_dictionary": [
                dict(zip(fields, row, strict=True)) for row in public.dictionary()
            ],
            "ranks": public.rank_rows(self.groups),
            "levels": public.level_rows(self.groups),
        }

    def as_csv(self, kind):
        """Heading and rows only, for machines; the licence stands in every row."""
        names = public.RANKS if kind == "ranks" else public.LEVELS
        rows = public.rank_rows if kind == "ranks" else public.level_rows
        file = StringIO()
        writer = csv.writer(file)
        writer.writerow([*names, "licence"])
        for row in rows(self.groups):
            cells = [row[name] for name in names]
            writer.writerow([*map(harmless, cells), settings.OPEN_DATA_LICENCE])
        response = HttpResponse(
            "\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8"
        )
        name = f"{self.campaign.code}-{kind}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
