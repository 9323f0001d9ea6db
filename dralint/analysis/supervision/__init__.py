"""Supervision: the tree of processes, its children, and the order in which they start."""
