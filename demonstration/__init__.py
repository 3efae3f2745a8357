"""The demonstration: a clearly labelled example tour of any size, apart from every real figure (rule 20)."""
