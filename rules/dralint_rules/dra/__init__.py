"""Domain, resource, action: code lies where one looks for it."""
