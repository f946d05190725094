"""The corpus for others: the holder's own JSON Lines, and public formats written from the built site's database."""

from publish.export.own import annotation_rows, document_rows, write_rows

__all__ = ["annotation_rows", "document_rows", "write_rows"]
