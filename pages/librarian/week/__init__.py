"""A week of a stop in one grid."""
