"""Addresses of campaigns, entries, reviews, courses and registers."""

from django.urls import include, path

from emulation.boards import heatmap_views as criteria_views
from emulation.boards import public_views, ranking_views
from emulation.evidence_files import views as evidence_views
from emulation.reviews import appeal_views, assign_views
from emulation.reviews import views as review_views

urlpatterns = [
    path("", include("emulation.criteria.urls")),
    path("", include("emulation.literacy.urls")),
    path("", include("emulation.kept.urls")),
    path("", include("emulation.entries.urls")),
    path("", include("emulation.campaigns.urls")),
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
    # Reviews and appeals
    path(
        "emulation/review/",
        review_views.ReviewHome.as_view(),
        name="campaign_review_home",
    ),
    path(
        "emulation/reviews/<int:pk>/",
        review_views.ReviewPage.as_view(),
        name="campaign_review",
    ),
    path(
        "emulation/reviews/<int:pk>/finish/",
        review_views.ReviewFinish.as_view(),
        name="campaign_review_finish",
    ),
    path(
        "emulation/entries/<int:pk>/check/",
        review_views.CheckPage.as_view(),
        name="campaign_entry_check",
    ),
    path(
        "emulation/entries/<int:pk>/return/",
        review_views.ReturnEntry.as_view(),
        name="campaign_entry_return",
    ),
    path(
        "emulation/entries/<int:pk>/appeal/",
        appeal_views.RaiseAppeal.as_view(),
        name="campaign_appeal",
    ),
    path(
        "emulation/appeals/<int:pk>/decide/",
        appeal_views.DecideAppeal.as_view(),
        name="campaign_appeal_decide",
    ),
    path(
        "emulation/campaigns/<slug:code>/assign/",
        assign_views.AssignPage.as_view(),
        name="campaign_assign",
    ),
    path(
        "emulation/campaigns/<slug:code>/severity/",
        assign_views.SeverityPage.as_view(),
        name="campaign_severity",
    ),
]
