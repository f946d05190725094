"""The site as plain files: every page as the server gives it, with a search that runs in the reader's browser."""
