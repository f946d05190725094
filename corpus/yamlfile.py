"""YAML that people edit by hand: read with the line of every mistake."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import yaml

from corpus.errors import SettingsError

T = TypeVar("T")


def load_yaml(path: Path, shape: type[T]) -> T:
    """The file as `shape` (a msgspec Struct). SettingsError names the file, and the line or field that is wrong."""
    return parse_yaml(read_text(path), shape, str(path))


def read_text(path: Path) -> str:
    """What a file says, line ends as they are. SettingsError where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise SettingsError(
            "The file is missing.", where=str(path), todo="Restore it, or copy it from a new corpus."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file cannot be read: {error}.", where=str(path)) from error


def parse_yaml(text: str, shape: type[T], path: str) -> T:
    """A text as `shape`; `path` is what faults are told of."""
    try:
        raw: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader, see below
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}, line {mark.line + 1}" if mark else path
        raise SettingsError(f"{error.problem or error}.", where=where, todo="Correct the YAML there.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # the latter of huge numbers, and of lists in lists
        raise SettingsError(f"{error}.", where=path, todo="Correct the YAML.") from error
    try:
        return msgspec.convert(raw if raw is not None else {}, shape)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{error}.", where=path, todo="Correct that field.") from error


# libyaml reads ten times faster; the wheels of PyYAML have it, a build from source may not.
if TYPE_CHECKING:
    from yaml import SafeLoader as _Base
else:
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """A safe loader that leaves dates as they are written (2020-02 and 2020-02-21 alike) and `no` as a word."""


# YAML 1.1 reads `no` as False and 2020-02-21 as a date object; people mean the words.
_UNWANTED = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _UNWANTED]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
