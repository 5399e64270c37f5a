"""From what a page shows to the file that somebody takes away."""
