"""Waiting: what blocks a process, by which way, and which processes wait for each other."""
