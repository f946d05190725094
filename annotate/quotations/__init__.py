"""Quotations in a text: words between quotation marks and reported speech, each with who says it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from annotate.proposal import Proposal
from annotate.quotations.find import hear
from annotate.quotations.heard import Heard
from annotate.quotations.resolve import proposals

__all__ = ["Heard", "find_quotations", "hear", "proposals"]


def find_quotations(doc: Doc, actors: Sequence[Proposal] = ()) -> list[Proposal]:
    """The quotations of a text that stands for itself, with offsets into it. `actors` are its known actors."""
    return proposals([(0, hear(doc, actors))], doc.text)
