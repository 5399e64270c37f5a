"""Tests of the app `communes`."""
