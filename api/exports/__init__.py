"""Long lists as files, written beside the requests."""
