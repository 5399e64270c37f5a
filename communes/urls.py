"""Addresses of what everybody has: entry, history, notices and background work."""

from django.urls import include, path

from communes import recomputing_views, views
from communes.entry import guide

urlpatterns = [
    path("", include("communes.changes.urls")),
    path("guide/", guide.Guide.as_view(), name="guide"),
    path("board/extend/", views.DeadlineExtend.as_view(), name="deadline_extend"),
    path("", include("communes.entry.urls")),
    path("", include("communes.exporting.urls")),
    path("", include("communes.imports.urls")),
    path("", include("communes.papers.urls")),
    path("", include("communes.reporting.urls")),
    path("targets/", include("communes.targets.urls")),
    path("notices/", views.NoticeList.as_view(), name="notice_list"),
    path("notices/read/", views.NoticesRead.as_view(), name="notice_read_all"),
    path("notices/<int:pk>/read/", views.NoticeRead.as_view(), name="notice_read"),
    path("jobs/", views.JobList.as_view(), name="job_list"),
    path("jobs/<int:pk>/", views.JobDetail.as_view(), name="job_detail"),
    path("jobs/<int:pk>/cancel/", views.JobCancel.as_view(), name="job_cancel"),
    path(
        "recomputing/<int:year>/",
        recomputing_views.RecomputingView.as_view(),
        name="recomputing",
    ),
]
