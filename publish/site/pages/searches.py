"""Saved sub-corpora and the history of queries, which a script of ours keeps in the reader's own browser."""

from __future__ import annotations

import sqlite3

from publish.site.ask import Ask, Page


def searches_page(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/searches`"""
    return Page("hustings/searches.html", {})
