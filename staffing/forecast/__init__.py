"""Ahead: who retires when, how many pupils come, and what the norm then asks for."""
