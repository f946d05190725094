"""All formats. A new one is a module that makes a `Format`, and a line here."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from annotate.exchange.shapes import Format
from corpus.errors import Unreadable, UsageError

# In the order in which they are asked whether a file is theirs.
MODULES = (
    "jsonl",
    "w3c",
    "cas_xmi",
    "cas_json",
    "webanno",
    "brat",
    "label_studio",
    "doccano",
    "conll",
    "conllu",
    "docbin",
    "tei",
    "refi_qdpx",
    "refi_qdc",
)


@cache
def formats() -> dict[str, Format]:
    """Formats by name."""
    found = [import_module(f"annotate.exchange.formats.{name}").FORMAT for name in MODULES]
    return {format.name: format for format in found}


def format_named(name: str) -> Format:
    """The format of this name. UsageError where there is none."""
    if name not in formats():
        raise UsageError(f"There is no format {name}.", todo=f"Name one of: {', '.join(formats())}.")
    return formats()[name]


def recognise(path: Path) -> Format:
    """The format of a file or folder. Unreadable where it is none that can be read."""
    for format in formats().values():
        if format.read is not None and format.recognises(path):
            return format
    raise Unreadable(
        "This is no file of annotations that Hustings reads.",
        where=str(path),
        todo=f"Name its format with --format: {', '.join(name for name, f in formats().items() if f.read)}.",
    )
