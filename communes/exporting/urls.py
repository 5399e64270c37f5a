"""Addresses of long files."""

from django.urls import path

from communes.exporting import views

urlpatterns = [
    path("exports/", views.ExportOrder.as_view(), name="export_order"),
    path("exports/<int:job>/", views.ExportDownload.as_view(), name="export_file"),
]
