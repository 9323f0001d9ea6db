"""All that is known of one module or one function, gathered from the other analyses."""
