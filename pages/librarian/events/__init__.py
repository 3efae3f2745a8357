"""Lectures and the like: entered, filed, reviewed."""
