"""The API's address map, its token and its own description."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import DefaultRouter

from communes import api as communes
from communes import api_targets as targets
from communes.api_indicators import IndicatorViewSet
from communes.entry import api as entry
from communes.entry import remarks_api as remarks
from edu_lang_son.tokens import TokenView
from emulation import api as emulation
from emulation import api_criteria as criteria
from emulation import api_registers as registers
from schools import api as schools
from staffing import api as staffing
from staffing.api_places import PlaceGapViewSet
from staffing.forecast.api import ForecastViewSet
from staffing.redeploy.api import MoveViewSet, PlanViewSet
from staffing.subjects.api import SubjectGapViewSet

router = DefaultRouter()
router.include_format_suffixes = False
router.register("communes", communes.CommuneViewSet, "api-commune")
router.register("offices", communes.OfficeViewSet, "api-office")
router.register("years", communes.YearViewSet, "api-year")
router.register("periods", communes.PeriodViewSet, "api-period")
router.register("schools", schools.InstitutionViewSet, "api-school")
router.register("gaps", staffing.GapViewSet, "api-gap")
router.register("subject-gaps", SubjectGapViewSet, "api-subject-gap")
router.register("place-gaps", PlaceGapViewSet, "api-place-gap")
router.register("forecasts", ForecastViewSet, "api-forecast")
router.register("redeploy-plans", PlanViewSet, "api-redeploy-plan")
router.register("redeploy-moves", MoveViewSet, "api-redeploy-move")
router.register("norms", staffing.NormSetViewSet, "api-norm")
router.register("staff", staffing.PersonViewSet, "api-staff")
router.register("indicators", IndicatorViewSet, "api-indicator")
router.register("values", communes.ValueViewSet, "api-value")
router.register("targets", targets.TargetViewSet, "api-target")
router.register("campaigns", criteria.CampaignViewSet, "api-campaign")
router.register("criteria-sets", criteria.CriteriaSetViewSet, "api-criteria-set")
router.register("campaign-entries", emulation.EntryViewSet, "api-campaign-entry")
router.register("campaign-reviews", emulation.ReviewViewSet, "api-campaign-review")
router.register("standings", emulation.StandingViewSet, "api-standing")
router.register("courses", registers.CourseViewSet, "api-course")
router.register("course-sessions", registers.SessionViewSet, "api-course-session")
router.register("course-learners", registers.LearnersViewSet, "api-course-learners")
router.register("initiatives", registers.InitiativeViewSet, "api-initiative")
router.register("press", registers.SubscriptionViewSet, "api-press")
router.register("press-articles", registers.ArticleViewSet, "api-press-article")
router.register("teams", registers.TeamViewSet, "api-team")

urlpatterns = [
    path("", include(router.urls)),
    path("entry/<slug:form>/sheet/", entry.SheetView.as_view(), name="api-entry-sheet"),
    path("entry/<slug:form>/cells/", entry.CellsView.as_view(), name="api-entry-cells"),
    path(
        "entry/<slug:form>/explanations/",
        remarks.ExplanationsView.as_view(),
        name="api-entry-explanations",
    ),
    path(
        "entry/<slug:form>/comments/",
        remarks.CommentsView.as_view(),
        name="api-entry-comments",
    ),
    path(
        "entry/<slug:form>/comments/<int:pk>/resolve/",
        remarks.ResolveView.as_view(),
        name="api-entry-comment-resolve",
    ),
    path("token/", TokenView.as_view(), name="api-token"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerView.as_view(url_name="api-schema"),
        name="api-docs",
    ),
]
