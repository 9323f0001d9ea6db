"""Tests of what plans say."""
