"""What the whole project means. One file an analysis: a pure value, computed when asked for."""

OPTIONS: dict[str, type] = {}
"""The options of analyses by the name of their table in the configuration."""
