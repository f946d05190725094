"""The corpus for others: the holder's own JSON Lines, and public formats written from the built site's database."""
