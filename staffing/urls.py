"""Addresses of the staffing pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("staffing/", views.StaffingPage.as_view(), name="staffing"),
    path(
        "staffing/why/<str:code>/<slug:post>/<str:level>/",
        views.GapWhy.as_view(),
        name="gap_why",
    ),
    path("staff/", views.StaffList.as_view(), name="staff_list"),
    path("staff/<int:pk>/", views.StaffDetail.as_view(), name="staff_detail"),
]
