"""Tests of the app `staffing`."""
