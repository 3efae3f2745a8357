"""Commands of whoever runs the portal: preparing, sweeping, loading the reference data."""
