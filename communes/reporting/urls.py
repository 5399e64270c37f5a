"""Addresses of annual reports."""

from django.urls import path

from communes.reporting import views

ONE = "reports/<int:pk>/"

urlpatterns = [
    path("reports/", views.ReportList.as_view(), name="report_list"),
    path("reports/new/", views.ReportNew.as_view(), name="report_new"),
    path(ONE, views.ReportDetail.as_view(), name="report_detail"),
    path(f"{ONE}build/", views.ReportBuild.as_view(), name="report_build"),
    path(f"{ONE}text/", views.ReportWrite.as_view(), name="report_write"),
    path(f"{ONE}check/", views.ReportCheck.as_view(), name="report_check"),
    path(f"{ONE}issue/", views.ReportIssue.as_view(), name="report_issue"),
    path(f"{ONE}moved/", views.ReportMoved.as_view(), name="report_moved"),
    path(
        f"{ONE}files/<slug:kind>/", views.ReportDownload.as_view(), name="report_file"
    ),
]
