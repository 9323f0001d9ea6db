"""PubSub: topics, who broadcasts on them and who subscribes to them."""
