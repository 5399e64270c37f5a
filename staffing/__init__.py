"""People, posts, norms with their legal source, and the gaps between them."""
