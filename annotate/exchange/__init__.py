"""Annotations out to other tools and back: each format is a module in `formats` and a line in `formats.registry`."""
