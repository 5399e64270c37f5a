"""The page of what changed: whose changes, in what words, in which order."""
