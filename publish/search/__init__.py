"""Searching a built site: the query language, finding and ranking documents, their passages and counts."""
