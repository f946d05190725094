"""Who acts: the authority file's actors, candidates for it, and what role each has."""
