"""Twitter/X in all the forms in which researchers hold it: one normaliser (`post`), a module a form."""
