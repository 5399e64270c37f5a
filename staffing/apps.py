"""Name and label of the app `staffing`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = _("Đội ngũ")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Late: the registries need every app loaded.
        from communes import jobs  # noqa: PLC0415
        from communes.imports import kinds  # noqa: PLC0415
        from communes.models.jobs import LABELS  # noqa: PLC0415
        from staffing import four_report, indicators, papers, report  # noqa: PLC0415
        from staffing.forecast import indicators as ahead  # noqa: PLC0415
        from staffing.forecast import report as ahead_report  # noqa: PLC0415
        from staffing.imports.kind import StaffKind  # noqa: PLC0415
        from staffing.redeploy import papers as redeploy_papers  # noqa: PLC0415
        from staffing.redeploy import report as redeploy_report  # noqa: PLC0415
        from staffing.subjects import registering  # noqa: PLC0415

        indicators.register_all()
        LABELS["forecast"] = _("Dự báo giáo viên")
        kinds.register(StaffKind())
        report.register_all()
        four_report.register_all()
        ahead.register_all()
        ahead_report.register_all()
        registering.register_all()
        redeploy_papers.register_all()
        redeploy_report.register_all()
        LABELS["redeploy"] = _("Lập phương án điều động")
        jobs.RESULT_PAGES["redeploy"] = ("redeploy_plan", "plan")
        papers.register_all()
