"""Ash: resources, domains, actions and code interfaces, as their blocks declare them."""
