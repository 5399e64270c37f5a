"""Who may open what: every address of the site against every kind of account."""
