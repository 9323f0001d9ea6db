"""Values: what expressions and results may be, where variables have them from, what is returned."""
