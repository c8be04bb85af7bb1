"""The reader `rules`: grammar and lexicons, no trained weights."""
