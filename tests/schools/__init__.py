"""Tests of the app `schools`."""
