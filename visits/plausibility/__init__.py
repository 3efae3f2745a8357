"""Whether a day's numbers are plausible: soft, explained, never in the way of a right number."""
