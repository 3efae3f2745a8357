"""The closing report of a stop: the form of the host, its printed sheet, its review."""
