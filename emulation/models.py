"""The campaign's tables stand here once the campaign is modelled."""
