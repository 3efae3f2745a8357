"""Rows as CSV, NDJSON and XLSX, and what their columns are called."""
