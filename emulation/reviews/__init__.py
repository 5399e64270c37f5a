"""Checking, marking blind, a third where two disagree, sending back, appeals."""
