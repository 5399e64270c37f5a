"""Answers that figures give by themselves, and where each figure comes from."""
