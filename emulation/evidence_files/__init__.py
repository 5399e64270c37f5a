"""Files that people send as evidence: what is taken in, and what is looked for in it."""
