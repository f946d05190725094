"""What the names in a page's markup say about a block: `class="related-posts"`, `<nav>`, `role="contentinfo"`.

A strong cue marks a box that is boilerplate through and through (a comment thread, whatever a line in it says); a weak
one tells what a line is only where it stands nearest (a date, a byline).
"""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Iterable

from lxml.html import HtmlElement

from corpus.model import Reason
from ingest.clean.page_blocks import PageBlock

# Names are cut into words at punctuation and capitals, so `ad` is not found in `header`.
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_STRONG: dict[Reason, str] = {
    "consent": r"cookies?|consent|gdpr|rgpd|cmp|didomi|onetrust|tarteaucitron|axeptio|sourcepoint|cookiebar|cookiebanner",
    "comment": r"comments?|commentaires?|comentarios|disqus|respond|reactions?|commentlist|livefyre|coral|hyvor|commentform",
    "subscription": r"newsletters?|subscri\w+|abonn\w+|paywall|signup|mailchimp|infolettre|optin|mailing|premium|piano|regwall",
    "related_link": r"related\w*|similar|similaires?|recommend\w*|recirc\w*|outbrain|taboola|trending|popular|mostread|readmore"
    r"|lireaussi|alire|suggest\w+|yarpp|crp|jp-relatedposts|seealso|readnext|upnext|linklist|teasers?|moreon",
    "advertisement": r"ads?|advert\w*|adsense|dfp|gpt|sponsor\w*|publicite|promo\w*|adslot|adunit|banner",
    "breadcrumb": r"breadcrumbs?|breadcrumbitem|ariane|filariane|fildariane",
    "sharing": r"share\w*|sharing|sharedaddy|partage\w*|addthis|addtoany|social|socials|reseaux|sociallinks",
    "footer": r"footer|colophon|copyright|legal|mentions|disclaimer",
    "navigation": r"nav|navbar|navigation|menu|menus|submenu|sidebar|pagination|pager|skip|search|toolbar|topbar|masthead|toc",
    "rating": r"rating|ratings|vote|votes|starrating|reviewscore|kksr|gdrating|thumblogwrapper",
}
_WEAK: dict[Reason, str] = {
    "tags": r"tags?|taglist|keywords?|motscles|topics?|categor(?:y|ies)|tagcloud|hashtags?|rubriques?",
    "byline": r"byline|bylines|authors?|auteurs?|vcard|bio|signature|writer|contributors?|journalist\w*",
    "date": r"date|dates|dateline|timestamp|pubdate|published|publication|updated|datetime|time|posted",
    "credit": r"credits?|photocredit|imagecredit|copyrights?",
    "sharing": r"twitter|facebook|whatsapp|linkedin|pinterest|follow|email|print",
}
_TAGS: dict[str, Reason] = {
    "nav": "navigation",
    "footer": "footer",
    "time": "date",
    "address": "byline",
    "dialog": "consent",
}
_ROLES: dict[str, Reason] = {
    "navigation": "navigation",
    "contentinfo": "footer",
    "search": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
}
_ALL_THROUGH = ("comment", "consent")
_CONTROLS = frozenset(
    ("button", "option", "select", "label", "legend", "input", "textarea", "summary", "form", "fieldset")
)


def _compiled(table: dict[Reason, str]) -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    return tuple((reason, re.compile(rf"(?:^| )(?:{words})(?: |$)")) for reason, words in table.items())


_STRONG_NAMES, _WEAK_NAMES = _compiled(_STRONG), _compiled(_WEAK)


def names_of(element: HtmlElement) -> str:
    """The words in an element's class, id, item property and label, in small letters, one space apart."""
    get = element.get
    names = " ".join(filter(None, (get("class"), get("id"), get("itemprop"), get("data-component"), get("aria-label"))))
    return " ".join(word.lower() for word in _WORDS.findall(names)) if names else ""


def strong_cue(element: HtmlElement) -> Reason | None:
    """Why everything in this element is boilerplate, or None."""
    by_kind = _ROLES.get(element.get("role") or "") or (
        _TAGS.get(element.tag) if element.tag in ("nav", "footer") else None
    )
    return by_kind or _named(element, _STRONG_NAMES)


def weak_cue(element: HtmlElement) -> Reason | None:
    """What a line right in this element would be if it is not the article, or None."""
    if element.tag in _CONTROLS:
        return "other"
    return _named(element, _WEAK_NAMES) or _TAGS.get(str(element.tag))


def _named(element: HtmlElement, table: tuple[tuple[Reason, re.Pattern[str]], ...]) -> Reason | None:
    names = names_of(element)
    if not names:
        return None
    # `main menu` and `mainmenu` are the same name.
    for reason, pattern in table:
        if pattern.search(names):
            return reason
    return None


class Boxes:
    """The boxes around the blocks of an article, and what the names of other boxes say.

    A box that holds most of the article says nothing against what is in it, whatever it is called.
    """

    def __init__(self, article: Iterable[PageBlock]) -> None:
        self._weight: Counter[HtmlElement] = Counter()
        self._total = 0
        self._known: dict[HtmlElement, Reason | None] = {}
        for block in article:
            self._total += len(block.text)
            for box in (block.element, *block.element.iterancestors()):
                self._weight[box] += len(block.text)

    def strong(self, element: HtmlElement) -> Reason | None:
        """Why everything in the nearest named box is boilerplate; a comment thread or a consent box is so all through."""
        found: Reason | None = None
        way: list[HtmlElement] = []
        for box in (element, *element.iterancestors()):
            if 2 * self._weight[box] > self._total or box in self._known:
                found = self._known.get(box)
                break
            way.append(box)
        for box in reversed(way):
            cue = strong_cue(box)
            found = found if found in _ALL_THROUGH or cue is None else cue
            self._known[box] = found
        return found
