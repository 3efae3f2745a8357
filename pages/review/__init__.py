"""The pages of those who review: worklist, completeness, closing reports."""
