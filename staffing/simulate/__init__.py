"""What if: the real computation over a province that differs in one point, unwritten."""
