"""References: where the code names modules, apart from calling them."""
