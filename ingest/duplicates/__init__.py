"""Near duplicates: texts that are the same in all but a few words, or one of which stands inside the other.

Candidates come from sketches of every text (signatures), each candidate is checked exactly (likeness), and what is
alike to a canonical document is tied to it (clusters, canonical). docs/duplicates.md says it for readers.
"""
