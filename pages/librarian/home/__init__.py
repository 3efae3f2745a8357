"""A librarian's home: what is due, the own stops, their days."""
