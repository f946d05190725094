"""The token index: every word of every text with its place, as arrays beside site.db, for search and concordances."""
