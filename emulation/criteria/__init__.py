"""Criteria sets: read whole, cloned, versioned, edited while nothing runs on them."""
