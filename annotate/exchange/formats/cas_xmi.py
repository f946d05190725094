"""UIMA CAS as XMI (annotate.exchange.formats.cas)."""

from annotate.exchange.formats.cas import XMI as FORMAT

__all__ = ["FORMAT"]
