"""Addresses of the schools' own pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("schools/", views.InstitutionList.as_view(), name="school_list"),
]
