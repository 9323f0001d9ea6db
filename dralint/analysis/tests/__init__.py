"""Tests: what they reach and what they assert."""
