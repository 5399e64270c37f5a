"""Addresses of the past of a cell."""

from django.urls import path

from communes.changes import views

urlpatterns = [
    path("entry/cell-history/", views.CellHistory.as_view(), name="cell_history"),
    path("entry/cell-restore/", views.CellRestore.as_view(), name="cell_restore"),
]
