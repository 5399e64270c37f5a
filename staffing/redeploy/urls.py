"""Addresses of plans of redeployment."""

from django.urls import path

from . import protecting, verb_views, views

HERE = "staffing/redeploy/"
ONE = f"{HERE}<int:pk>/"

urlpatterns = [
    path(
        "staff/<int:pk>/protections/new/",
        protecting.AddProtection.as_view(),
        name="staff_protection_new",
    ),
    path(
        "staff/<int:pk>/protections/<int:protection>/remove/",
        protecting.RemoveProtection.as_view(),
        name="staff_protection_remove",
    ),
    path(HERE, views.PlanList.as_view(), name="redeploy_list"),
    path(f"{HERE}new/", verb_views.PlanNew.as_view(), name="redeploy_new"),
    path(f"{HERE}rules/", views.Rules.as_view(), name="redeploy_rules"),
    path(ONE, views.PlanDetail.as_view(), name="redeploy_plan"),
    path(f"{ONE}unfilled/", views.Unfilled.as_view(), name="redeploy_unfilled"),
    path(f"{ONE}make/", verb_views.PlanMake.as_view(), name="redeploy_make"),
    path(f"{ONE}accept/", verb_views.AcceptAll.as_view(), name="redeploy_accept"),
    path(f"{ONE}settle/", verb_views.Settle.as_view(), name="redeploy_settle"),
    path(f"{ONE}reopen/", verb_views.Reopen.as_view(), name="redeploy_reopen"),
    path(f"{ONE}cancel/", verb_views.Cancel.as_view(), name="redeploy_cancel"),
    path(f"{HERE}moves/<int:pk>/", verb_views.Judge.as_view(), name="redeploy_judge"),
    path(
        f"{HERE}moves/<int:pk>/second/",
        verb_views.Second.as_view(),
        name="redeploy_second",
    ),
    path(
        f"{HERE}decisions/<int:pk>/sign/",
        verb_views.Sign.as_view(),
        name="redeploy_sign",
    ),
]
