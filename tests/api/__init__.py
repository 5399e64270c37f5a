"""Tests of the API: contracts, content, tokens, description."""
