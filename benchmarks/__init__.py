"""Programs that print tables: speed and quality, the peer beside us in the same run."""
