"""What the papers of a project say: comments, settings, how it is checked."""
