"""Addresses of targets."""

from django.urls import path

from communes.targets import views

urlpatterns = [
    path("", views.TargetList.as_view(), name="target_list"),
    path("edit/", views.TargetEdit.as_view(), name="target_edit"),
    path("margins/", views.TargetMargins.as_view(), name="target_margins"),
]
