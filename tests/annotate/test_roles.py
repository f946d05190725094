"""Roles are suggested where the sentence shows them, and only there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotate.proposal import Proposal


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        ("en", "Jeanne Rivage hired forty students.", "Jeanne Rivage", "sponsor"),
        ("en", "The posts were paid for by Rivage Conseil.", "Rivage Conseil", "sponsor"),
        ("en", "Rivage Conseil ran fourteen accounts.", "Rivage Conseil", "operator"),
        ("en", "Rivage Conseil sold the software to the party.", "Rivage Conseil", "supplier"),
        ("en", "The video was posted on Chirper.", "Chirper", "host"),
        ("en", "Chirper suspended seventy accounts.", "Chirper", "regulator"),
        ("en", "Trolls attacked Jeanne Rivage for weeks.", "Jeanne Rivage", "target"),
        ("en", "The Harbour Post revealed the scheme.", "Harbour Post", "exposer"),
        ("en", "Jeanne Rivage was born in a village.", "Jeanne Rivage", None),
        ("fr", "Jeanne Rivage a recruté quarante étudiants.", "Jeanne Rivage", "sponsor"),
        ("fr", "Rivage Conseil animait quatorze comptes.", "Rivage Conseil", "operator"),
        ("fr", "La vidéo a été publiée sur Chirper.", "Chirper", "host"),
        ("fr", "Chirper a suspendu soixante-dix comptes.", "Chirper", "regulator"),
        ("fr", "Jeanne Rivage est née dans un village.", "Jeanne Rivage", None),
    ],
)
def test_a_role_is_what_the_sentence_shows(
    proposals: Callable[[str, str], list[Proposal]], language: str, text: str, name: str, role: str | None
) -> None:
    (found,) = (p for p in proposals(text, language) if p.layer == "actor" and text[p.start : p.end] == name)
    assert found.attributes.get("role") == role
