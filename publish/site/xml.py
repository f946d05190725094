"""XML that the site answers with: elements made one under the other, text that XML cannot hold replaced."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from annotate.exchange.xmltext import new_root, writable
from publish.site.ask import File

XML = "{http://www.w3.org/XML/1998/namespace}"

__all__ = ["XML", "new_root", "under", "xml_file"]


def under(
    parent: etree._Element, name: str, text: str | None = None, attributes: Mapping[str, str] | None = None
) -> etree._Element:
    """A new last child in its parent's namespace, or in the one that `name` gives (`{...}name`)."""
    space = "" if name.startswith("{") else f"{{{etree.QName(parent).namespace}}}"
    child = etree.SubElement(parent, space + name, {key: writable(value) for key, value in (attributes or {}).items()})
    child.text = None if text is None else writable(text)
    return child


def xml_file(root: etree._Element, media_type: str) -> File:
    """An answer in XML, UTF-8."""
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return File(body, f"{media_type}; charset=utf-8")
