"""Education specialists of communes' offices against the schools and learners served."""
