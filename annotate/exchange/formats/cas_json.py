"""UIMA CAS as JSON (annotate.exchange.formats.cas)."""

from annotate.exchange.formats.cas import JSON as FORMAT

__all__ = ["FORMAT"]
