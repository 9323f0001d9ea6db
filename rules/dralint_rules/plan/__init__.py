"""Rules that hold the code against what was planned."""
