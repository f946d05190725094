"""Concordances and counts over the token index: lines, collocates, keyness, n-grams, frequency over time."""
