"""Tests of the whole house; plain functions make the rows they need."""
