"""The map: domains, resources and actions as plain data, and a plan held against it."""
