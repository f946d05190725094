"""Coding a document: what one person sees of it, and what they do to it."""
