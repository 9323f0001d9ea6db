"""Live views: their templates and the events that these send."""
