"""The staff's dashboard: coverage and pace."""
