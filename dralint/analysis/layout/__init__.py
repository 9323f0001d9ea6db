"""Layout: domains, resources and actions, and the public surface of a project."""
