"""Ash: resources say what they take, whom they let in, and by which name they are called."""
