"""What the papers of a project say can be done."""
