"""Digital literacy for all: courses, sessions, learners, progress against targets."""
