"""Addresses of entries: the list, the sheet of one and what is done with it."""

from django.urls import path

from emulation.entries import views as entry_views

urlpatterns = [
    path(
        "emulation/campaigns/<slug:code>/entries/",
        entry_views.CampaignEntries.as_view(),
        name="campaign_entry_list",
    ),
    path(
        "emulation/entries/<int:pk>/",
        entry_views.CampaignEntry.as_view(),
        name="campaign_entry",
    ),
    path(
        "emulation/entries/<int:pk>/save/",
        entry_views.EntrySave.as_view(),
        name="campaign_entry_save",
    ),
    path(
        "emulation/entries/<int:pk>/measure/",
        entry_views.EntryMeasure.as_view(),
        name="campaign_entry_measure",
    ),
    path(
        "emulation/entries/<int:pk>/submit/",
        entry_views.EntrySubmit.as_view(),
        name="campaign_entry_submit",
    ),
]
