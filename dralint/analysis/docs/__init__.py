"""What documentation and specs promise."""
