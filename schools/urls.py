"""Addresses of the schools' own pages."""

from django.urls import path

from . import board, views

urlpatterns = [
    path("schools/", views.InstitutionList.as_view(), name="school_list"),
    path("board/", board.CompletenessBoard.as_view(), name="completeness_board"),
]
