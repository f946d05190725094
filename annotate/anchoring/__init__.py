"""Annotations follow a text that has changed."""
