"""The emulation campaign: criteria, evidence, scores and ranking."""
