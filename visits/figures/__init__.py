"""Figures read from totals: statistics, coverage, completeness, what is missing."""
