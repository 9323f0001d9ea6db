"""What the whole project means. One file an analysis: a pure value, computed when asked for."""
