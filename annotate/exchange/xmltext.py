"""Text in XML: what XML 1.0 cannot hold, and files that are read without entities and without the network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

from lxml import etree

from annotate.exchange.places import UNWRITABLE
from corpus.errors import Unreadable

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """The text with a replacement character for each code point that XML 1.0 does not know; lengths stay the same."""
    return _NOT_XML.sub(UNWRITABLE, text)


def parsed(path: Path, data: bytes | None = None) -> etree._Element:
    """The root of an XML file (of `data`, where it stands inside another file). Unreadable where it is no XML.

    Entities are neither declared nor resolved and nothing is fetched.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(path.read_bytes() if data is None else data, parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise Unreadable(f"The file is no XML ({error}).", where=str(path)) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Unreadable("The file declares a document type, which no file of annotations needs.", where=str(path))
    return root


def new_root(space: str, name: str) -> etree._Element:
    """An element whose namespace is the default one of all that it will hold."""
    # lxml takes None for the default namespace, which its types do not know.
    return etree.Element(f"{{{space}}}{name}", nsmap=cast(Any, {None: space}))


def serialized(root: etree._Element) -> bytes:
    """An XML file, indented by nothing: white space counts in texts."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
