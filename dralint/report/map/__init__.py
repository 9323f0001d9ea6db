"""The map of a project in several formats: one module each, each a function of the map alone."""
