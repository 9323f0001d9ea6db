"""Public modules and functions say what they are for."""
