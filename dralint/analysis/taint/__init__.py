"""Taint: where what others wrote can go, and texts that are secrets."""
