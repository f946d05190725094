"""A block as a line that may recur: what makes two of them the same, and whether it looks like a page's furniture.

That a line stands in several articles of an outlet is not enough to take it out: speeches end alike, interviews have
the same labels, and "The campaign did not answer our questions" is the article's. So a line is looked at too.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from hashlib import blake2b

from ingest.clean.fold import fold
from ingest.clean.phrases import reason_of

LONGEST_LABEL = 3  # words; what is no longer may be a rubric, a name, who speaks in an interview
LONGEST_FURNITURE = 80  # words; what is longer tells something
SHORTEST_NAME = 4  # characters of an outlet's name that is no word of every second line

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]")
_AMOUNT = re.compile(
    r"\d ?(?:%|€|\$|£|euros?|dollars?|millions?|milliards?|billion|pour cent|per ?cent)|[$€£] ?\d", re.IGNORECASE
)
_EDGES = " .…|-–—:;,!?«»\"'*•·>→"
_SAID = ("«", "“", '"', "(", "[", "—", "–", "- ")
_EXCLAIMED = ("!", ",", "»", "”", '"')

# How an outlet speaks to its readers, and of itself rather than of the matter. Patterns see the folded line.
_FURNITURE = (
    r"abonne[zr]|abonne-toi|s'abonner|(?:nos|reserve aux|vous etes) abonnes|inscri(?:s-toi|vez-vous|re a)|recevez",
    r"suivez|cliquez|telechargez|retrouvez|decouvrez|partagez|commentez|reagissez|soutenez|rejoignez|ecoutez",
    r"faites un don",
    r"(?:notre|nos) (?:newsletter|infolettre|lettre|site|journal|page|equipe|application|chaine|redaction|articles?)s?",
    r"(?:notre|nos) (?:lecteurs|abonnes|pages|podcasts?|charte|dossiers?|reseaux)",
    r"(?:re)?lire (?:aussi|la suite|egalement|notre|nos)|voir aussi|plus d'(?:infos?|articles|actu\w*)",
    r"(?:cet|ces|nos|tous les) articles?|mis a jour|publie (?:le|dans|par|sur)|droits? reserves?|mentions legales",
    r"commentaires? (?:sont|est|ferme)|la redaction|est journaliste|journaliste (?:a|au|pour)",
    r"subscribe|sign(?:ing)? up|click|follow (?:us|me|him|her|them|the|@)|download|share this|join (?:us|the|our)",
    r"our (?:site|newsletter|readers|team|app|journalism|coverage|newsroom|privacy|terms|reporters?|weekly|daily)",
    r"support (?:us|our)|donate (?:now|today|here|to us)|comments are|leave a comment|in your inbox",
    r"read (?:more|also|the full|next)|see also|more from|this (?:article|story|post|page|site|website)",
    r"originally (?:published|appeared)|(?:first )?appeared (?:first )?on|all rights|without permission",
    r"contributed (?:to|reporting)|(?:staff|senior) (?:writer|reporter|editor)|is a (?:\w+ ){0,3}(?:reporter|writer)",
    r"covers? (?:\w+ ){1,4}for|cookies|javascript|copyright",
)
_NOT_WORDS = (r"©", r"https?://", r"\bwww\.", r"[\w.]@[\w-]+\.\w", r"\b(?:photos?|images?|videos?|credits?) ?[:(/]")
# What returns because somebody says it again, or because an honest article has to.
_FORMULAS = (
    r"merci|thank you|thanks|god bless|vive l[ae]|mes amis|chere?s (?:amie?s|compatriotes|camarades|concitoyens)",
    r"mesdames|messieurs|ladies and|my fellow|my friends|fellow (?:citizens|americans)",
    r"(?:i|we) (?:will|can|want|must|promise|believe)|nous (?:voulons|devons|pouvons|allons)|je (?:veux|crois|promets)",
    r"(?:declined|refused) to|did(?: not|n't) (?:\w+ )?(?:respond|reply|answer|return)|could not be reached",
    r"n'(?:a|ont|avait|avaient) pas (?:\w+ )?(?:repondu|souhaite|donne suite|voulu|reagi)|(?:contacte|sollicite)e?s?",
)


def _words(phrases: Collection[str], *others: str) -> re.Pattern[str]:
    return re.compile("|".join((*(rf"\b(?:{phrase})\b" for phrase in phrases), *others)))


_IS_FURNITURE, _IS_FORMULA = _words(_FURNITURE, *_NOT_WORDS), _words(_FORMULAS)


def line_key(text: str) -> int:
    """A number of 64 bits that is the same for lines that say the same: folded, edges trimmed, digits masked where the
    line is furniture by itself (a date, a count of comments); in all others the digits are what it says.

    0 where the line has no letters, or tells an amount.
    """
    if _AMOUNT.search(text) or len(_LETTERS.findall(text[:100])) < 3:
        return 0
    folded = fold(text).strip(_EDGES)
    masked = _DIGITS.sub("0", folded) if _DIGITS.search(folded) and is_furniture(text, ()) else folded
    return int.from_bytes(blake2b(masked.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def is_label(text: str) -> bool:
    """Whether a line has so few words that several articles may well have it: a rubric, a name, "Analysis"."""
    return len(text.split()) <= LONGEST_LABEL


def is_furniture(text: str, names: Collection[str]) -> bool:
    """Whether a line that recurs itself says that it is not the article's, or names the outlet (`names`, folded)."""
    if reason_of(text) is not None:
        return True
    folded = fold(text)
    if len(folded.split()) > LONGEST_FURNITURE or _IS_FORMULA.search(folded):
        return False
    named = not is_label(text) and any(len(name) >= SHORTEST_NAME and name in folded for name in names)
    return named or bool(_IS_FURNITURE.search(folded))


def may_be_said(text: str) -> bool:
    """Whether a line that recurs may well be the article's: a short label, something said, an exclamation."""
    text = text.strip()
    if is_label(text) or text.startswith(_SAID) or text.endswith(_EXCLAIMED):
        return True
    return bool(_IS_FORMULA.search(fold(text)))
