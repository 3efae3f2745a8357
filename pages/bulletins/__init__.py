"""Bulletins on pages: public editions, and the drafts that staff sign."""
