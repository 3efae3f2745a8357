"""The counting page at the door; the counting itself is in `static/counting/`."""
