"""What a start costs: what is imported, and what is kept between runs."""
