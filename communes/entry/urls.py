"""Addresses of entry: what is due, one form of all units, all forms of one school."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from communes.entry import views


class FormConverter(SlugConverter):
    """Codes of forms; handing in stands beside them and is no form."""

    regex = r"(?!submit/)[-a-zA-Z0-9_]+"


register_converter(FormConverter, "form_code")

urlpatterns = [
    path("entry/", views.EntryHome.as_view(), name="entry_home"),
    path(
        "entry/<int:year>/<slug:kind>/school/<str:code>/",
        views.EntrySchool.as_view(),
        name="entry_school",
    ),
    path(
        "entry/<int:year>/<slug:kind>/<form_code:form>/",
        views.EntryGrid.as_view(),
        name="entry_grid",
    ),
]
