"""Tests on the full demo province, loaded and computed once for all of them."""
