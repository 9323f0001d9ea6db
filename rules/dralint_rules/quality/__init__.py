"""What must not slip into the code base unnoticed."""
