"""Addresses of campaigns, entries, reviews, courses and registers."""

from django.urls import include, path

from emulation import criteria_views, evidence_views, public_views, ranking_views

urlpatterns = [
    path("", include("emulation.entry_urls")),
    path("", include("emulation.running_urls")),
    # Evidence
    path(
        "emulation/entries/<int:pk>/evidence/",
        evidence_views.EvidenceOfEntry.as_view(),
        name="campaign_entry_evidence",
    ),
    path(
        "emulation/evidence/<int:pk>/",
        evidence_views.EvidenceFileView.as_view(),
        name="evidence_file",
    ),
    path(
        "emulation/evidence/<int:pk>/remove/",
        evidence_views.EvidenceRemove.as_view(),
        name="evidence_remove",
    ),
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
