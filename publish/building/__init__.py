"""Building the site: from the corpus to site.db and its token index."""
