"""The routes through which programs and phones record and review."""
