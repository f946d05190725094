"""The links of a page made to lead to files: relative, so that they work from a stick and from any folder of a server.

The pages are our own templates', whose attributes stand between double quotation marks and hold no `<` or `>`: their
tags can be told from their text by these signs alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from posixpath import dirname, relpath
from urllib.parse import quote, urlsplit

from publish.static.addresses import Addresses, Asked, is_ours

TAG = re.compile(r"<(?P<name>a|link|img|source|script|form)\b(?P<attributes>[^>]*)>")
ADDRESS = re.compile(r'(?P<before>\s(?P<name>href|src|srcset|action)=")(?P<value>[^"]*)"')
ONLY_A_LINK = re.compile(r'<li\b[^>]*>\s*<a\b[^>]*\shref="(?P<href>[^"]*)"[^>]*>[^<]*</a>\s*</li>')
EMPTY_LIST = re.compile(r"<ul\b[^>]*>\s*</ul>")
NO_LINK = re.compile(r'\s(?:href|rel|hreflang|type|tabindex|aria-label|aria-describedby)="[^"]*"')
CHARSET = '<meta charset="utf-8">'
# What the server's header forbids a browser, as far as a page can say it; `file:` is what 'self' is on a stick.
POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file:; "
    "form-action 'self' file:; base-uri 'none'"
)

Known = Callable[[Asked], bool]


def addresses_in(html: str) -> Iterator[str]:
    """Every address of the site that a page leads to or shows, in order."""
    for tag in TAG.finditer(html):
        for found in ADDRESS.finditer(tag["attributes"]):
            value = unescape(found["value"])
            if is_ours(value):
                yield value


def relative(html: str, page: Asked, addresses: Addresses, known: Known) -> str:
    """A page with relative links; `known` says which of what may be asked for is there. Others lose their links."""

    def file_of(href: str) -> str | None:
        """The file that an address stands for; None where it is not there."""
        found = addresses.file(href, page)
        return found[0] if found is not None and (found[1] is None or known(found[1])) else None

    def is_dead(href: str) -> bool:
        return is_ours(href) and file_of(href) is None

    html = ONLY_A_LINK.sub(lambda item: "" if is_dead(unescape(item["href"])) else item[0], html)
    html = EMPTY_LIST.sub("", html)
    made: list[str] = []
    at, unlinked = 0, False
    for tag in re.finditer(rf"{TAG.pattern}|</a>", html):
        made.append(html[at : tag.start()])
        at = tag.end()
        if tag["name"] is None:
            made.append("</span>" if unlinked else "</a>")
            unlinked = False
            continue
        written = _tag(tag, page, file_of)
        if written is not None:
            made.append(written)
        elif tag["name"] == "a":
            unlinked = True
            made.append(f"<span{NO_LINK.sub('', tag['attributes'])}>")
    made.append(html[at:])
    return "".join(made).replace(CHARSET, f'{CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">')


def _tag(tag: re.Match[str], page: Asked, file_of: Callable[[str], str | None]) -> str | None:
    """The tag with its address made relative; None where there is no file for it."""
    attributes: str = tag["attributes"]
    for found in ADDRESS.finditer(tag["attributes"]):
        value = unescape(found["value"])
        if not is_ours(value):
            continue
        file = file_of(value)
        if file is None:
            return None
        fragment = urlsplit(value).fragment
        there = from_file(page.file, file) + (f"#{fragment}" if fragment else "")
        attributes = attributes.replace(found[0], f'{found["before"]}{escape(there)}"')
    return f"<{tag['name']}{attributes}>"


def from_file(here: str, there: str) -> str:
    """The address of one file on another, both from the root; `there` may have a query."""
    path, mark, query = there.partition("?")
    return quote(relpath(path, dirname(here) or "."), safe="/~") + mark + query
