"""Rules about LiveViews and channels: what a user waits for."""
