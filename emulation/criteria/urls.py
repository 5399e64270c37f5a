"""Addresses of criteria sets and their parts."""

from django.urls import path

from emulation.criteria import edit_views as set_edit_views
from emulation.criteria import part_views as set_part_views
from emulation.criteria import views as set_views

urlpatterns = [
    path(
        "emulation/sets/",
        set_views.SetList.as_view(),
        name="criteria_set_list",
    ),
    path(
        "emulation/sets/<int:pk>/",
        set_views.SetDetail.as_view(),
        name="criteria_set_detail",
    ),
    path(
        "emulation/sets/<int:pk>/compare/",
        set_views.SetCompare.as_view(),
        name="criteria_set_compare",
    ),
    path(
        "emulation/sets/<int:pk>/clone/",
        set_edit_views.SetClone.as_view(),
        name="criteria_set_clone",
    ),
    path(
        "emulation/sets/<int:pk>/version/",
        set_edit_views.SetVersion.as_view(),
        name="criteria_set_version",
    ),
    path(
        "emulation/sets/<int:pk>/delete/",
        set_edit_views.SetDelete.as_view(),
        name="criteria_set_delete",
    ),
    path(
        "emulation/sets/<int:pk>/edit/",
        set_edit_views.SetEdit.as_view(),
        name="criteria_set_edit",
    ),
    path(
        "emulation/sets/<int:pk>/groups/new/",
        set_part_views.PartPage.as_view(kind="group"),
        name="criteria_group_new",
    ),
    path(
        "emulation/sets/<int:pk>/groups/<int:part>/",
        set_part_views.PartPage.as_view(kind="group"),
        name="criteria_group_edit",
    ),
    path(
        "emulation/sets/<int:pk>/groups/<int:owner>/new/",
        set_part_views.PartPage.as_view(kind="criterion"),
        name="criterion_new",
    ),
    path(
        "emulation/sets/<int:pk>/criteria/<int:part>/",
        set_part_views.PartPage.as_view(kind="criterion"),
        name="criterion_edit",
    ),
    path(
        "emulation/sets/<int:pk>/criteria/<int:owner>/new/",
        set_part_views.PartPage.as_view(kind="item"),
        name="item_new",
    ),
    path(
        "emulation/sets/<int:pk>/items/<int:part>/",
        set_part_views.PartPage.as_view(kind="item"),
        name="item_edit",
    ),
    path(
        "emulation/sets/<int:pk>/parts/up/",
        set_part_views.PartUp.as_view(),
        name="criteria_part_up",
    ),
    path(
        "emulation/sets/<int:pk>/parts/down/",
        set_part_views.PartDown.as_view(),
        name="criteria_part_down",
    ),
    path(
        "emulation/sets/<int:pk>/parts/delete/",
        set_part_views.PartDelete.as_view(),
        name="criteria_part_delete",
    ),
]
