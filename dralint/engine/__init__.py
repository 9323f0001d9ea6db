"""From paths to a result: reads, links, judges, and decides what is reported."""
