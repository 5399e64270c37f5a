"""Addresses of papers other than the annual report."""

from django.urls import path

from communes.papers import schedule_views, views

ONE = "papers/<int:pk>/"

urlpatterns = [
    path("papers/", views.PaperList.as_view(), name="paper_list"),
    path("papers/new/<slug:kind>/", views.PaperNew.as_view(), name="paper_new"),
    path(ONE, views.PaperDetail.as_view(), name="paper_detail"),
    path(f"{ONE}again/", views.PaperAgain.as_view(), name="paper_again"),
    path(f"{ONE}files/<slug:kind>/", views.PaperDownload.as_view(), name="paper_file"),
    path(
        "papers/schedules/",
        schedule_views.ScheduleList.as_view(),
        name="paper_schedule_list",
    ),
    path(
        "papers/schedules/new/<slug:kind>/",
        schedule_views.ScheduleNew.as_view(),
        name="paper_schedule_new",
    ),
    path(
        "papers/schedules/<int:pk>/end/",
        schedule_views.ScheduleEnd.as_view(),
        name="paper_schedule_end",
    ),
]
