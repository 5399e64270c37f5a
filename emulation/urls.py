"""Addresses of campaigns, entries, reviews, courses and registers."""

from django.urls import path

from emulation import criteria_views, public_views, ranking_views

urlpatterns = [
    # Ranking and figures of one campaign
    path(
        "public/emulation/<slug:code>/",
        public_views.CampaignPublic.as_view(),
        name="campaign_public",
    ),
    path(
        "emulation/campaigns/<slug:code>/ranking/",
        ranking_views.CampaignRanking.as_view(),
        name="campaign_ranking",
    ),
    path(
        "emulation/campaigns/<slug:code>/criteria/",
        criteria_views.CampaignCriteria.as_view(),
        name="campaign_criteria",
    ),
]
