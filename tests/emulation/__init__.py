"""The emulation campaign: criteria, entries, reviews, scores, courses and registers."""
