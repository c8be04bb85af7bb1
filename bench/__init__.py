"""Speed and quality, measured in one run, one table each."""
