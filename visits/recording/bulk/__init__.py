"""Many days at once through the same door."""
