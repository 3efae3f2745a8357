"""Fields, and what is common to the forms of several pages."""
