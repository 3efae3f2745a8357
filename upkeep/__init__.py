"""What keeps the portal in order: the proof of every total, libraries that move, files that nobody names any more."""
