"""What `hustings publish check` shows a person."""

from __future__ import annotations

from typing import Any


def summary(found: dict[str, Any]) -> list[list[object]]:
    """The report's numbers, each with its words; those that are nought and say nothing are left out."""
    held, aliased, text = found["held"], found["aliased"], found["text"]
    due = f" (next on {held['next_day']})" if held["next_day"] else ""
    rows: list[tuple[str, int, bool]] = [
        (f"documents, as of {found['day']}", found["documents"], True),
        (f"that would go out ({found['tier']})", found["published"], True),
        ("of these whole", text["whole"], True),
        ("of these as an excerpt", text["excerpt"], False),
        ("of these cited without text", text["citation"], False),
        ("that stay: sealed", held["sealed"], False),
        ("that stay: for the team", held["team"], False),
        (f"that stay: under embargo{due}", held["embargo"], False),
        ("taken down before", found["tombstones"], False),
        ("private persons who become aliases", aliased["accounts"], found["aliases"]),
        ("documents of theirs", aliased["documents"], found["aliases"]),
        ("handles known as private", aliased["known_handles"], found["aliases"]),
        ("actors who become aliases", len(aliased["actors"]), False),
        ("display names of ordinary words", len(found["names_only_beside_their_account"]), False),
        ("accounts that stay as they are", len(found["stay"]), True),
        ("refused", len(found["refused"]), True),
    ]
    return [[what, number] for what, number, always in rows if number or always]
