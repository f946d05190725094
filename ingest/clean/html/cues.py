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
from ingest.clean.html.blocks import PageBlock

# Names are cut into words at punctuation and capitals, so `ad` is not found in `header`; `_` is such a border.
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_STRONG: dict[Reason, str] = {
    "consent": "cookies? consent gdpr rgpd cmp didomi onetrust tarteaucitron axeptio sourcepoint cookiebar",
    "comment": "comments? commentaires? commentlist commentform disqus respond reactions? livefyre hyvor",
    "subscription": "newsletters? subscri\\w+ abonn\\w+ paywall regwall sign_?up mailchimp infolettre mailing",
    "related_link": "related\\w* similar similaires? recommend\\w* recirc\\w* suggest\\w+ outbrain taboola yarpp"
    " trending popular most_?read read_?more read_?also read_?next up_?next see_?also more_on lire_?aussi a_?lire"
    " voir_?aussi link_?list teasers?",
    "advertisement": "ads? advert\\w* adsense dfp gpt ad_?slot ad_?unit sponsor\\w* publicite promo\\w* banner",
    "breadcrumb": "breadcrumbs? (?:fil_?d?_?)?ariane",
    "sharing": "share\\w* sharing partage\\w* addthis addtoany socials? reseaux social_?links",
    "footer": "footer colophon copyright legal mentions disclaimer",
    "navigation": "nav navbar navigation sub_?menu menus? sidebar pagination pager skip search toolbar topbar"
    " masthead toc",
    "rating": "ratings? votes? star_?rating review_?score kksr gd_?rating",
}
_WEAK: dict[Reason, str] = {
    "tags": "tags? tag_?list tag_?cloud keywords? mots_?cles topics? category categories hashtags? rubriques?",
    "byline": "bylines? authors? auteurs? vcard bio signature writer contributors? journalist\\w*",
    "date": "dates? dateline timestamp pub_?date published publication updated datetime time posted",
    "credit": "credits? copyrights?",
    "sharing": "twitter facebook whatsapp linkedin pinterest follow email print",
    "other": "caption legende",
}
_TAGS: dict[str, Reason] = {
    "nav": "navigation",
    "footer": "footer",
    "time": "date",
    "address": "byline",
    "figcaption": "other",
}
_ROLES: dict[str, Reason] = {
    "navigation": "navigation",
    "contentinfo": "footer",
    "search": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
}
_LINES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "a", "span"))
_NAME_WORDS = 3
_ALL_THROUGH = ("comment", "consent")
_CONTROLS = frozenset(
    ("button", "option", "select", "label", "legend", "input", "textarea", "summary", "form", "fieldset")
)


def _compiled(table: dict[Reason, str]) -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    return tuple(
        (reason, re.compile(rf"(?:^| )(?:{'|'.join(words.split()).replace('_', ' ')})(?: |$)"))
        for reason, words in table.items()
    )


_STRONG_NAMES, _WEAK_NAMES = _compiled(_STRONG), _compiled(_WEAK)


def names_of(element: HtmlElement) -> str:
    """The words in an element's class, id, item property and label, in small letters, one space apart.

    An id of many words, or on a line of text, is made from a heading ("social-media-and-the-vote") and says nothing.
    """
    get = element.get
    names = [name for name in (get("class"), get("itemprop"), get("data-component")) if name]
    if element.tag not in _LINES:
        names += [name for name in (get("id"), get("aria-label")) if name and len(_WORDS.findall(name)) <= _NAME_WORDS]
    return " ".join(_WORDS.findall(" ".join(names))).lower() if names else ""


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
    for reason, pattern in table:
        if pattern.search(names):
            return reason
    return None


class Boxes:
    """The boxes around the blocks of an article, and what the names of other boxes say.

    A box that holds most of the article says nothing against what is in it, whatever it is called. `total` is the
    article's size in characters.
    """

    def __init__(self, article: Iterable[PageBlock]) -> None:
        self._weight: Counter[HtmlElement] = Counter()
        self.total = 0
        self._known: dict[HtmlElement, tuple[Reason | None, HtmlElement | None]] = {}
        for block in article:
            self.total += len(block.text)
            for box in (block.element, *block.element.iterancestors()):
                self._weight[box] += len(block.text)

    def heavy(self, box: HtmlElement) -> bool:
        """Whether a box holds most of the article."""
        return 2 * self._weight[box] > self.total

    def strong(self, element: HtmlElement) -> Reason | None:
        """Why everything in the nearest named box around an element is boilerplate, or None."""
        return self.strong_box(element)[0]

    def strong_box(self, element: HtmlElement) -> tuple[Reason | None, HtmlElement | None]:
        """That reason with the outermost box that gives it; a comment thread or a consent box is so all through."""
        found: tuple[Reason | None, HtmlElement | None] = (None, None)
        way: list[HtmlElement] = []
        for box in (element, *element.iterancestors()):
            if box in self._known or self.heavy(box):
                found = self._known.get(box, found)
                break
            way.append(box)
        for box in reversed(way):
            cue = strong_cue(box)
            if cue not in (None, found[0]) and found[0] not in _ALL_THROUGH:
                found = (cue, box)
            self._known[box] = found
        return found
