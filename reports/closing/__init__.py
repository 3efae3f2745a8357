"""Closing reports (结项表) of stops."""
