"""Our pages: each is a function of the database and of what was asked for, and returns what to show."""
