"""Addresses of campaigns, entries, reviews, courses and registers."""

urlpatterns = []
