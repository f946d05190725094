"""codebook.yaml changed in place: codes added, changed and taken out, with people's comments and order kept.

The new text is read again, and must say what was meant and nothing else, before it takes the file's place.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from corpus.codebook import Codebook, Tactic, parse_codebook
from corpus.errors import SettingsError, StoreError
from corpus.ids import sha256
from corpus.yamlfile import read_text
from corpus.yamllist import EntryList, put_in_place

FILE = "codebook.yaml"
ORDER = (
    *("id", "slug", "group", "key", "label", "definition", "not", "disarm", "cues"),
    *("formerly", "retired", "split_into"),
)
_NUMBERED = re.compile(r"(?P<name>[A-Za-z]*)(?P<number>\d+)\Z")


class CodebookFile:
    """The text of a codebook as it was read, and as it is to be. `book` is what it says by now."""

    def __init__(self, text: str, where: str) -> None:
        self.where = where
        self.read = text
        self.book: Codebook = parse_codebook(text, where)
        self._eol = "\r\n" if "\r\n" in text else "\n"
        self._entries = EntryList(text.replace("\r\n", "\n"), "tactics", ORDER, where, blocks=("definition",))

    @classmethod
    def of(cls, root: Path) -> CodebookFile:
        """The codebook of the corpus in `root`."""
        path = root / FILE
        return cls(read_text(path), str(path))

    @property
    def sha256(self) -> str:
        """Of the bytes that were read."""
        return sha256(self.read)

    @property
    def text(self) -> str:
        """The file as it is to be."""
        return self._entries.text.replace("\n", self._eol)

    def add(self, tactic: Tactic) -> None:
        """Put a code in, behind the last of its group."""
        group = [number for number, one in enumerate(self.book.tactics) if one.group == tactic.group]
        after = group[-1] if group else len(self.book.tactics) - 1
        self._entries.add(_shown(tactic), after=after if self.book.tactics else None)
        tactics = list(self.book.tactics)
        tactics.insert(after + 1, tactic)
        self._have(tactics)

    def change(self, slug: str, /, **fields: Any) -> Tactic:
        """Give a code's fields other values; what stands beside them stays."""
        number = self._number(slug)
        there = self.book.tactics[number]
        tactic = msgspec.structs.replace(there, **fields)
        before, after = _shown(there), _shown(tactic)
        for name in ORDER:
            if before.get(name) != after.get(name):
                self._entries.set(number, name, after.get(name))
        tactics = list(self.book.tactics)
        tactics[number] = tactic
        self._have(tactics)
        return tactic

    def remove(self, slug: str) -> None:
        """Take a code out, with the comments inside it."""
        number = self._number(slug)
        self._entries.remove(number)
        self._have([one for one in self.book.tactics if one.slug != slug])

    def set_version(self, version: str) -> None:
        """Write another version into the heading."""
        root = yaml.compose(self._entries.text, Loader=yaml.SafeLoader)
        heading = next(value for key, value in root.value if key.value == "codebook")  # type: ignore[union-attr]
        node = next(value for key, value in heading.value if key.value == "version")
        self._entries.text = put_in_place(self._entries.text, node, version, in_flow=heading.flow_style)
        self.book = msgspec.structs.replace(
            self.book, codebook=msgspec.structs.replace(self.book.codebook, version=version)
        )

    def checked(self) -> Codebook:
        """What the new text says. SettingsError where it cannot be right, or says more than was meant."""
        said = parse_codebook(self.text, self.where)
        if said != self.book:
            raise SettingsError(
                "This cannot be written without changing something else.",
                where=self.where,
                todo="Change the file by hand.",
            )
        return said

    def save(self, path: Path) -> None:
        """Check the new text and put it in the file's place, whole or not at all.

        SettingsError where somebody has changed the file since it was read.
        """
        self.checked()
        if path.exists() and read_text(path) != self.read:
            raise SettingsError("The file has just been changed.", where=str(path), todo="Look at it and try again.")
        fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            with fresh.open("wb") as out:
                out.write(self.text.encode("utf-8"))
                out.flush()
                os.fsync(out.fileno())
            if path.exists():
                fresh.chmod(path.stat().st_mode)
            fresh.replace(path)
        except OSError as error:
            raise StoreError(f"{error.strerror}.", where=str(path), todo="Check that you may write there.") from error
        finally:
            fresh.unlink(missing_ok=True)

    def _number(self, slug: str) -> int:
        return next(number for number, one in enumerate(self.book.tactics) if one.slug == slug)

    def _have(self, tactics: list[Tactic]) -> None:
        self.book = msgspec.structs.replace(self.book, tactics=tactics)


def next_id(taken: list[str]) -> str:
    """An id that no code ever had, in the manner of those that there are: T35 after T34."""
    found = [match for id in taken if (match := _NUMBERED.match(id))]
    last = max(found, key=lambda match: int(match["number"]), default=None)
    if last is None:
        return f"T{len(taken) + 1:02d}"
    return f"{last['name']}{int(last['number']) + 1:0{len(last['number'])}d}"


def _shown(tactic: Tactic) -> dict[str, Any]:
    """A code's fields that say something, under their names in the file."""
    fields: dict[str, Any] = msgspec.to_builtins(tactic)
    return {name: fields[name] for name in ORDER if fields[name]}
