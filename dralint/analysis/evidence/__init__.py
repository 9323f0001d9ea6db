"""Evidence: what lies beside a project's source, read by the engine when asked for."""
