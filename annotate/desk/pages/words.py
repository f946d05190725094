"""The codebook and the actors, for type-ahead."""

from __future__ import annotations

from typing import Any

import msgspec

from annotate.desk.ask import Answer, Ask, Json
from corpus.codebook import Codebook, Tactic, Words
from corpus.web.wording import typeset


async def codebook(ask: Ask) -> Answer:
    """Every code with its words in both languages."""
    return Json(codebook_words(ask.desk.corpus.codebook), kept=True)


def codebook_words(book: Codebook) -> dict[str, Any]:
    """The codebook as the script wants it: groups by position, labels and definitions set for print."""
    position = {group.id: number for number, group in enumerate(book.groups)}
    return {
        "version": book.version,
        "groups": [
            {"id": group.id, "position": number, "label": _set(group.label)} for number, group in enumerate(book.groups)
        ],
        "tactics": [_code(tactic, position[tactic.group]) for tactic in book.tactics],
        "roles": [{"slug": role.slug, "label": _set(role.label)} for role in book.actor_roles],
        "actor_types": [{"slug": kind.slug, "label": _set(kind.label)} for kind in book.actor_types],
        "attributes": {
            name: {**msgspec.to_builtins(attribute), "label": _set(attribute.label)}
            for name, attribute in book.attributes.items()
        },
    }


def _code(tactic: Tactic, group: int) -> dict[str, Any]:
    return {
        "slug": tactic.slug,
        "group": group,
        "key": tactic.key if tactic.retired is None else None,
        "label": _set(tactic.label),
        "definition": _set(tactic.definition),
        "not": _set(tactic.not_),
        "cues": tactic.cues,
        "formerly": tactic.formerly,
        "retired": tactic.retired,
        "split_into": tactic.split_into,
    }


async def actors(ask: Ask) -> Answer:
    """The authority file."""
    found = [
        {
            "id": actor.id,
            "type": actor.type,
            "names": actor.names,
            "aliases": list(dict.fromkeys(alias for aliases in actor.aliases.values() for alias in aliases)),
            "description": _set(actor.description),
            "formerly": actor.formerly,
        }
        for actor in ask.desk.corpus.authority.actors
    ]
    return Json(found, kept=True)


def _set(words: Words) -> Words:
    return {language: typeset(text, language) for language, text in words.items()}
