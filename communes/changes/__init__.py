"""What changed, by whom and when: the recorded changes of every table as one stream."""
