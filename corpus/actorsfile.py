"""actors.yaml changed in place: entries added, changed and taken out, with people's comments and order kept.

Every change is checked as a whole before the file is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from corpus.authority import Actor, load_authority
from corpus.codebook import Codebook
from corpus.errors import SettingsError
from corpus.yamllist import EntryList

ORDER = ("id", "type", "names", "aliases", "accounts", "wikidata", "description", "formerly")


class ActorsFile:
    """The text of an authority file and where its entries stand. SettingsError where it is no block list."""

    def __init__(self, path: Path, codebook: Codebook) -> None:
        self.path = path
        self.codebook = codebook
        self.actors = load_authority(path, codebook).actors
        self.entries = EntryList(path.read_text(encoding="utf-8"), "actors", ORDER, str(path))

    def add(self, actor: Actor) -> None:
        """Append an entry."""
        self.entries.add(_shown(actor))
        self.actors = [*self.actors, actor]

    def change(self, id: str, **fields: Any) -> None:
        """Give an entry's fields other values; what stands beside them stays."""
        number = self._number(id)
        actor = msgspec.structs.replace(self.actors[number], **fields)
        for name in sorted(fields, key=ORDER.index):
            self.entries.set(number, name, _shown(actor).get(name))
        self.actors = [*self.actors[:number], actor, *self.actors[number + 1 :]]

    def remove(self, id: str) -> None:
        """Take an entry out, with the comments inside it."""
        number = self._number(id)
        self.entries.remove(number)
        self.actors = [*self.actors[:number], *self.actors[number + 1 :]]

    def save(self) -> None:
        """Check the new text and put it in the file's place. SettingsError leaves the file as it was."""
        fresh = self.path.with_name(f".{self.path.name}.new")
        try:
            fresh.write_text(self.entries.text, encoding="utf-8")
            checked = load_authority(fresh, self.codebook).actors
            if sorted(checked, key=_id) != sorted(self.actors, key=_id):
                raise SettingsError(
                    "This cannot be written without changing something else.",
                    where=str(self.path),
                    todo="Change the entry by hand.",
                )
            fresh.replace(self.path)
        finally:
            fresh.unlink(missing_ok=True)

    def _number(self, id: str) -> int:
        return next(number for number, actor in enumerate(self.actors) if actor.id == id)


def _shown(actor: Actor) -> dict[str, Any]:
    """An actor's fields that say something, in the order in which they are written."""
    fields: Mapping[str, Any] = msgspec.to_builtins(actor)
    accounts = [{name: value for name, value in one.items() if value is not None} for one in fields["accounts"]]
    return {name: {**fields, "accounts": accounts}[name] for name in ORDER if fields[name]}


def _id(actor: Actor) -> str:
    return actor.id
