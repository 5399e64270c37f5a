"""Addresses of imports."""

from django.urls import path

from communes.imports import download_views, verb_views, views

urlpatterns = [
    path(
        "workbooks/<slug:kind>/",
        download_views.WorkbookTemplate.as_view(),
        name="workbook_template",
    ),
    path(
        "imports/<int:pk>/marked/",
        download_views.ImportMarked.as_view(),
        name="import_marked",
    ),
    path("imports/", views.ImportList.as_view(), name="import_list"),
    path("imports/new/", views.ImportNew.as_view(), name="import_new"),
    path("imports/<int:pk>/", views.ImportDetail.as_view(), name="import_detail"),
    path(
        "imports/<int:pk>/fix/", verb_views.ImportFixCell.as_view(), name="import_fix"
    ),
    path(
        "imports/<int:pk>/unfix/", verb_views.ImportUnfix.as_view(), name="import_unfix"
    ),
    path(
        "imports/<int:pk>/fix-all/",
        verb_views.ImportFixAll.as_view(),
        name="import_fix_all",
    ),
    path(
        "imports/<int:pk>/recheck/",
        verb_views.ImportRecheck.as_view(),
        name="import_recheck",
    ),
    path(
        "imports/<int:pk>/apply/", verb_views.ImportApply.as_view(), name="import_apply"
    ),
    path("imports/<int:pk>/undo/", verb_views.ImportUndo.as_view(), name="import_undo"),
    path(
        "imports/<int:pk>/cancel/",
        verb_views.ImportCancel.as_view(),
        name="import_cancel",
    ),
]
