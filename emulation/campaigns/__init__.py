"""Making, launching, running and announcing campaigns."""
