"""Addresses of making and running campaigns: the department's own."""

from django.urls import path

from emulation.campaigns import actions as act
from emulation.campaigns import views as campaigns
from emulation.rewards import minutes_views as minutes
from emulation.rewards import views as awards

CAMPAIGN = "emulation/campaigns/<slug:code>/"
MANAGE = f"{CAMPAIGN}manage/"
AWARDS = f"{CAMPAIGN}awards/"

urlpatterns = [
    # Campaigns: making and running them
    path("emulation/", campaigns.CampaignList.as_view(), name="campaign_list"),
    path(
        "emulation/campaigns/new/", campaigns.CampaignNew.as_view(), name="campaign_new"
    ),
    path(MANAGE, campaigns.CampaignManage.as_view(), name="campaign_manage"),
    path(f"{MANAGE}edit/", campaigns.CampaignEdit.as_view(), name="campaign_edit"),
    path(
        f"{MANAGE}launch/", campaigns.CampaignLaunch.as_view(), name="campaign_launch"
    ),
    path(
        f"{MANAGE}announce/",
        campaigns.CampaignAnnounce.as_view(),
        name="campaign_announce",
    ),
    path(
        f"{MANAGE}blocks/", campaigns.CampaignBlocks.as_view(), name="campaign_blocks"
    ),
    path(f"{MANAGE}move/", act.CampaignMove.as_view(), name="campaign_move"),
    path(f"{MANAGE}extend/", act.CampaignExtend.as_view(), name="campaign_extend"),
    path(f"{MANAGE}remind/", act.CampaignRemind.as_view(), name="campaign_remind"),
    path(f"{MANAGE}public/", act.CampaignPublic.as_view(), name="campaign_public_set"),
    path(
        f"{MANAGE}recompute/",
        act.CampaignRecompute.as_view(),
        name="campaign_recompute",
    ),
    # Awards and minutes
    path(AWARDS, awards.CampaignAwards.as_view(), name="campaign_awards"),
    path(
        f"{AWARDS}propose/",
        awards.CampaignAwardPropose.as_view(),
        name="campaign_award_propose",
    ),
    path(
        f"{AWARDS}withdraw/",
        awards.CampaignAwardWithdraw.as_view(),
        name="campaign_award_withdraw",
    ),
    path(
        f"{AWARDS}fill/", awards.CampaignAwardFill.as_view(), name="campaign_award_fill"
    ),
    path(
        f"{AWARDS}quotas/<slug:award>/",
        awards.CampaignAwardQuotas.as_view(),
        name="campaign_award_quotas",
    ),
    path(
        f"{CAMPAIGN}minutes/",
        minutes.CampaignMinutes.as_view(),
        name="campaign_minutes",
    ),
    path(
        "emulation/minutes/<int:pk>/",
        minutes.MinutesFile.as_view(),
        name="minutes_file",
    ),
]
