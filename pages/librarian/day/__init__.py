"""The report of one day."""
