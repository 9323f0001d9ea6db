"""Tests come first: what the code and its history say of the order."""
