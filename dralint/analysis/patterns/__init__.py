"""Code patterns with holes, and where they are found in a project."""
