"""A list of entries inside a YAML file that people edit, changed in place: their comments and their order stay.

Only what changes is written anew: a word where it stands, else the lines of a field, an entry on one line as a whole.
Whoever uses this reads the new text again and compares before it replaces a file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import yaml

from corpus.errors import SettingsError
from corpus.yamlfile import parse_yaml

Fields = Mapping[str, Any]  # what an entry says, as plain values; empty ones are not written


class EntryList:
    """The list under `key` in a YAML text. `order` is that of the fields; `blocks` are mappings with a line a value.

    SettingsError where the list is written in brackets.
    """

    def __init__(self, text: str, key: str, order: Sequence[str], where: str, *, blocks: Collection[str] = ()) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        self.key = key
        self.order = order
        self.where = where
        self.blocks = blocks
        node = self._list()
        if node is not None and node.value and node.flow_style:
            raise SettingsError(
                f"The list of {key} is written in brackets.",
                where=where,
                todo="Write it a line an entry (- id: ...), so that it can be changed in place.",
            )

    def add(self, fields: Fields, *, after: int | None = None) -> None:
        """A new entry behind the one of this number, or behind the last."""
        lines = self.text.split("\n")
        node = self._list()
        if node is None or not node.value:
            at = next((n for n, line in enumerate(lines) if line.startswith(f"{self.key}:")), len(lines) - 1)
            new = [f"{self.key}:", *self._entry(fields, "  ")]
            self.text = "\n".join([*lines[:at], *new, *lines[at + 1 :]])
            if not self.text.endswith("\n"):
                self.text += "\n"
            return
        margin = " " * (node.value[0].start_mark.column - 2)
        at = _last_line(node.value[-1 if after is None else after]) + 1
        self.text = "\n".join([*lines[:at], *self._entry(fields, margin), *lines[at:]])

    def set(self, number: int, name: str, value: Any) -> None:
        """Give an entry's field another value; an empty one takes the field out."""
        node = self._entries()[number]
        there = next((pair for pair in node.value if pair[0].value == name), None)
        if there is not None and _is_worth_writing(value) and self._replaced(there[1], value, in_flow=node.flow_style):
            return
        if node.flow_style:
            raw = parse_yaml(self.text, dict[str, Any], self.where)[self.key][number]
            self._rewrite(number, {**raw, name: value})
        else:
            self._set_lines(node, name, value)

    def remove(self, number: int) -> None:
        """Take an entry out, with the comments inside it."""
        node = self._entries()[number]
        lines = self.text.split("\n")
        first, last = node.start_mark.line, _last_line(node)
        rest = [*lines[:first], *lines[last + 1 :]]
        if len(self._entries()) == 1:
            rest = [f"{self.key}: []" if line.startswith(f"{self.key}:") else line for line in rest]
        self.text = "\n".join(rest)

    def _list(self) -> yaml.SequenceNode | None:
        root = yaml.compose(self.text, Loader=yaml.SafeLoader)
        pairs = root.value if isinstance(root, yaml.MappingNode) else []
        found = next((value for key, value in pairs if key.value == self.key), None)
        return found if isinstance(found, yaml.SequenceNode) else None

    def _entries(self) -> list[yaml.MappingNode]:
        node = self._list()
        return list(node.value) if node is not None else []

    def _replaced(self, node: yaml.Node, value: Any, *, in_flow: bool) -> bool:
        """Whether a value could be put in its place: a word for a word, or some of those of a mapping."""
        if isinstance(node, yaml.ScalarNode) and isinstance(value, str) and node.style not in ("|", ">"):
            self.text = put_in_place(self.text, node, value, in_flow=in_flow)
            return True
        if not isinstance(node, yaml.MappingNode) or not isinstance(value, Mapping):
            return False
        own = {key.value: part for key, part in node.value}
        fits = all(isinstance(p, yaml.ScalarNode) and p.style not in ("|", ">") for p in own.values())
        if not fits or set(own) != set(value) or not all(isinstance(v, str) for v in value.values()):
            return False
        for key in sorted(own, key=lambda name: -own[name].start_mark.index):  # from the end: places before it stay
            if own[key].value != value[key]:
                self.text = put_in_place(self.text, own[key], value[key], in_flow=in_flow or node.flow_style)
        return True

    def _set_lines(self, node: yaml.MappingNode, name: str, value: Any) -> None:
        """Replace a field's lines, or add some after the field that comes before it."""
        lines = self.text.split("\n")
        column = node.value[0][0].start_mark.column
        new = self._field(name, value, " " * column) if _is_worth_writing(value) else []
        number, there = next(((n, pair) for n, pair in enumerate(node.value) if pair[0].value == name), (0, None))
        if there is None:
            before = [pair for pair in node.value if self._rank(pair[0].value) < self._rank(name)]
            first = _last_line((before or node.value)[-1][1]) + 1
            last = first - 1
        else:
            first, last = there[0].start_mark.line, _last_line(there[1])
            if number == 0 and new:  # behind the entry's dash
                new[0] = lines[first][:column] + new[0][column:]
        self.text = "\n".join([*lines[:first], *new, *lines[last + 1 :]])

    def _rewrite(self, number: int, fields: Fields) -> None:
        node = self._entries()[number]
        lines = self.text.split("\n")
        margin = " " * (node.start_mark.column - 2)
        new = self._entry(fields, margin)
        self.text = "\n".join([*lines[: node.start_mark.line], *new, *lines[_last_line(node) + 1 :]])

    def _entry(self, fields: Fields, margin: str) -> list[str]:
        """The lines of an entry as they stand in a list that is indented by `margin`."""
        lines: list[str] = []
        for name in sorted((name for name, value in fields.items() if _is_worth_writing(value)), key=self._rank):
            lines += self._field(name, fields[name], f"{margin}  ")
        return [f"{margin}- {lines[0].lstrip()}", *lines[1:]]

    def _field(self, name: str, value: Any, indent: str) -> list[str]:
        if name in self.blocks and isinstance(value, Mapping):
            return [f"{indent}{name}:", *(f"{indent}  {flow(key)}: {flow(part)}" for key, part in value.items())]
        return [f"{indent}{name}: {flow(value)}"]

    def _rank(self, name: str) -> int:
        return self.order.index(name) if name in self.order else len(self.order)


def put_in_place(text: str, node: yaml.ScalarNode, value: str, *, in_flow: bool) -> str:
    """A YAML text with another word where a scalar stands; all else stays, comments on its line too."""
    written = flow([value])[1:-1] if in_flow else flow(value)
    return text[: node.start_mark.index] + written + text[node.end_mark.index :]


def flow(value: object) -> str:
    """A value on one line."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


class _Dumper(yaml.SafeDumper):
    """Writes what has line ends between double quotes, so that it stays on one line."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    lines = len(value.splitlines()) > 1 or value.endswith(("\n", "\r"))
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if lines else None)


_Dumper.add_representer(str, _text)


def _is_worth_writing(value: object) -> bool:
    return value is not None and value not in ([], {}, "")


def _last_line(node: yaml.Node) -> int:
    """The line on which a node's last scalar or bracket ends; a block's own end mark is the next thing's start."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, Sequence) and not isinstance(last, yaml.Node) else last)
    mark = node.end_mark
    ends_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return int(mark.line) - 1 if ends_block and mark.column == 0 else int(mark.line)
