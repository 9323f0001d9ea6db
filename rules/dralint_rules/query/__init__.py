"""The data base is asked once, not once for each element."""
