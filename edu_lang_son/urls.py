"""The address map of the whole site."""

from django.contrib import admin
from django.urls import include, path, re_path

from edu_lang_son import errors, health
from edu_lang_son.pages import (
    campaign_board,
    commune_pages,
    dashboards,
    forecast_pages,
    history_pages,
    home,
    indicator_pages,
    school_pages,
)

# Accounts and passwords come from an administrator, and the site sends no mail: what
# the accounts package offers beside signing in would only promise what never comes.
CLOSED = (
    r"^accounts/(?P<door>signup|email|confirm-email|password/(?:reset|set)|login/code)/"
)

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("dashboard/", dashboards.Dashboard.as_view(), name="dashboard"),
    path(
        "clusters/<slug:slug>/",
        dashboards.ClusterPage.as_view(),
        name="cluster_detail",
    ),
    path("indicators/", indicator_pages.IndicatorList.as_view(), name="indicator_list"),
    path(
        "indicators/<slug:code>/",
        indicator_pages.IndicatorDetail.as_view(),
        name="indicator_detail",
    ),
    path("", include("communes.urls")),
    path("history/", history_pages.History.as_view(), name="history"),
    path("", include("schools.urls")),
    path("", include("staffing.urls")),
    path("", include("emulation.urls")),
    path(
        "emulation/campaigns/<slug:code>/",
        campaign_board.CampaignBoard.as_view(),
        name="campaign_detail",
    ),
    path(
        "schools/<str:code>/",
        school_pages.SchoolDetail.as_view(),
        name="school_detail",
    ),
    path(
        "communes/<str:code>/",
        commune_pages.CommuneDetail.as_view(),
        name="commune_detail",
    ),
    path(
        "staffing/forecast/",
        forecast_pages.ForecastPage.as_view(),
        name="staffing_forecast",
    ),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    re_path(CLOSED, errors.closed, name="account_closed"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("edu_lang_son.api")),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
