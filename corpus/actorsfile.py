"""actors.yaml changed in place: entries added, changed and taken out, with people's comments and order kept.

Only the lines of what changes are written anew. Every change is checked as a whole before the file is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from corpus.authority import Actor, load_authority
from corpus.codebook import Codebook
from corpus.errors import SettingsError

ORDER = ("id", "type", "names", "aliases", "accounts", "wikidata", "description", "formerly")


class ActorsFile:
    """The text of an authority file and where its entries stand. SettingsError where it is no block list."""

    def __init__(self, path: Path, codebook: Codebook) -> None:
        self.path = path
        self.codebook = codebook
        self.actors = load_authority(path, codebook).actors
        self.text = path.read_text(encoding="utf-8")
        if not self.text.endswith("\n"):
            self.text += "\n"
        if self.actors and self._list().flow_style:
            raise SettingsError(
                "The list of actors is written in brackets.",
                where=str(path),
                todo="Write it a line an entry (- id: ...), so that it can be changed in place.",
            )

    def add(self, actor: Actor) -> None:
        """Append an entry."""
        lines = self.text.split("\n")
        if not self.actors:
            at = next((n for n, line in enumerate(lines) if line.startswith("actors:")), len(lines) - 1)
            self.text = "\n".join([*lines[:at], "actors:", *entry(actor, "  "), *lines[at + 1 :]])
        else:
            items = self._list().value
            margin = " " * (items[0].start_mark.column - 2)
            at = _last_line(items[-1]) + 1
            self.text = "\n".join([*lines[:at], *entry(actor, margin), *lines[at:]])
        self.actors = [*self.actors, actor]

    def change(self, id: str, **fields: Any) -> None:
        """Give an entry's fields other values, each on a line of its own; what stands beside them stays."""
        number = self._number(id)
        actor = msgspec.structs.replace(self.actors[number], **fields)
        for name in sorted(fields, key=ORDER.index):
            node = self._list().value[number]
            if node.flow_style:
                self._rewrite(number, actor)
                break
            self._set(node, name, _shown(actor).get(name))
        self.actors = [*self.actors[:number], actor, *self.actors[number + 1 :]]

    def remove(self, id: str) -> None:
        """Take an entry out, with the comments inside it."""
        number = self._number(id)
        node = self._list().value[number]
        lines = self.text.split("\n")
        first, last = node.start_mark.line, _last_line(node)
        self.text = "\n".join([*lines[:first], *lines[last + 1 :]])
        self.actors = [*self.actors[:number], *self.actors[number + 1 :]]

    def save(self) -> None:
        """Check the new text and put it in the file's place. SettingsError leaves the file as it was."""
        fresh = self.path.with_name(f".{self.path.name}.new")
        try:
            fresh.write_text(self.text, encoding="utf-8")
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

    def _list(self) -> yaml.SequenceNode:
        root = yaml.compose(self.text, Loader=yaml.SafeLoader)
        assert isinstance(root, yaml.MappingNode)  # noqa: S101 - load_authority has read it as one
        return next(value for key, value in root.value if key.value == "actors")  # type: ignore[no-any-return] # untyped

    def _number(self, id: str) -> int:
        return next(number for number, actor in enumerate(self.actors) if actor.id == id)

    def _set(self, node: yaml.MappingNode, name: str, value: object) -> None:
        """Replace a field's lines, or add one after the field that comes before it."""
        lines = self.text.split("\n")
        column = node.value[0][0].start_mark.column
        new = [] if value is None else [f"{' ' * column}{name}: {_flow(value)}"]
        there = next((pair for pair in node.value if pair[0].value == name), None)
        if there is not None:
            first, last = there[0].start_mark.line, _last_line(there[1])
        else:
            before = [pair for pair in node.value if ORDER.index(pair[0].value) < ORDER.index(name)]
            first = _last_line((before or node.value)[-1][1]) + 1
            last = first - 1
        self.text = "\n".join([*lines[:first], *new, *lines[last + 1 :]])

    def _rewrite(self, number: int, actor: Actor) -> None:
        node = self._list().value[number]
        lines = self.text.split("\n")
        margin = " " * (node.start_mark.column - 2)
        self.text = "\n".join([*lines[: node.start_mark.line], *entry(actor, margin), *lines[_last_line(node) + 1 :]])


def entry(actor: Actor, margin: str) -> list[str]:
    """The lines of an entry, a field a line, as they stand in a list that is indented by `margin`."""
    first, *more = (f"{name}: {_flow(value)}" for name, value in _shown(actor).items())
    return [f"{margin}- {first}", *(f"{margin}  {line}" for line in more)]


def _shown(actor: Actor) -> dict[str, Any]:
    """An actor's fields that say something, in the order in which they are written."""
    fields: Mapping[str, Any] = msgspec.to_builtins(actor)
    accounts = [{name: value for name, value in one.items() if value is not None} for one in fields["accounts"]]
    return {name: {**fields, "accounts": accounts}[name] for name in ORDER if fields[name]}


def _flow(value: object) -> str:
    """A value on one line."""
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _last_line(node: yaml.Node) -> int:
    """The line on which a node's last scalar or bracket ends; a block's own end mark is the next thing's start."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, Sequence) and not isinstance(last, yaml.Node) else last)
    mark = node.end_mark
    ends_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return int(mark.line) - 1 if ends_block and mark.column == 0 else int(mark.line)


def _id(actor: Actor) -> str:
    return actor.id
