"""Pages and files: what they show, to whom, at what cost."""
