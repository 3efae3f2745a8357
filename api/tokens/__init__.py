"""Partners' tokens."""
