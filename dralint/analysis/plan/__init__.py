"""What a plan says of a project, read from the papers that people write."""
