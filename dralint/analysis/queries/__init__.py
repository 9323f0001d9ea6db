"""Queries: what asks the database, and what runs once for each element."""
