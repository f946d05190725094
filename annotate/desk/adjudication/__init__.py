"""Deciding where the people who finished a document differ: what is compared, how it is decided, what comes of it."""
