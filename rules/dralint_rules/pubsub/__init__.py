"""Rules about Phoenix.PubSub."""
