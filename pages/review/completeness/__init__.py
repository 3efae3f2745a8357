"""Completeness and timeliness, by library and province."""
