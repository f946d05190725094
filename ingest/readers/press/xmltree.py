"""XML that nobody vouches for, to a tree: no entity is resolved, nothing is fetched, and damage is read over."""

from __future__ import annotations

import re

from lxml import etree

from corpus.errors import BadRecord

REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")


def xml_tree(text: str) -> etree._Element:
    """The root. Raises BadRecord (`damaged`) where there is none."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(REFERENCE.sub(_character, text).encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError as error:
        raise BadRecord("damaged", f"The XML of this article cannot be read: {error}.") from error
    if root is None:
        raise BadRecord("damaged", "The XML of this article cannot be read.")
    return root


def _character(reference: re.Match[str]) -> str:
    """The reference, if it is to a character: of half an emoji libxml2 makes bytes that are no UTF-8."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else reference[0]
