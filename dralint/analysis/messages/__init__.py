"""Messages: who addresses which process, under which name, and which clause answers."""
