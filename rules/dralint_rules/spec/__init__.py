"""Public functions say what they take and return."""
