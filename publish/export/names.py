"""Who wrote it: a byline as it stands on a page, taken apart into people and bodies, as citations want them.

A byline is free text (« Propos recueillis par Inès Caradec et A. de La Tour, avec AFP »). What is plainly a person's
name becomes family and given name; anything else stays one literal name, which a citation shows as it is.
"""

from __future__ import annotations

import re

import msgspec

MOST_LETTERS = 300  # code points of a byline; a longer one is a paragraph about the author
MOST_WORDS = 5  # of a person's name
_OPENING = re.compile(
    r"^\s*(?:(?:propos recueillis|texte|article|publié|posted|written|reporting|story|words|analysis)\s+)?"
    r"(?:par|by|de la rédaction de|from)\b\s*:?\s+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[;|/•·]|\s[-–—]\s|\s&\s|\b(?:and|et|with|avec|y|und)\b)\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_AMONG_COMMAS = re.compile(r"^(?:and|et|&)\s+", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ADDRESS = re.compile(r"\S+@\S+\.\S+|https?://\S+")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:dr|pr|prof|mr|mrs|ms|mme|m)\.?\Z", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[.-])\w\.\Z|\b[JS]r\.\Z")
_ELIDED = re.compile(r"[dl]['’]", re.IGNORECASE)  # Zoé d'Arc
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’‐-]*\Z")
_PARTICLES = (
    "de du des d' d’ da di del della der den von van ter ten la le les lo el al bin ibn ben af av zu zur dos das"
)
PARTICLES = frozenset(_PARTICLES.split())
# Words that a body's name has and a person's has not.
_BODIES = """
admin agence agences agencies agency associated association board bureau campagne campaign collectif collective comité
committee company contributors correspondant correspondante correspondent correspondents desk editorial editors equipe
figaro fondation foundation gazette group groupe herald institut institute journal league libération ligue media
ministry ministère monde médias network news newspaper parti party post press presse radio redaction reporter
reporters reuters rédaction réseau service services staff team television the times tribune tv télévision university
université webmaster wire writer writers équipe
"""
BODIES = frozenset(_BODIES.split())


class Name(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name as CSL has it: family and given name of a person, or one literal name."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def sorted(self) -> str:
        """As lists of references sort it: Caradec, Inès."""
        return self.literal or (f"{self.family}, {self.given}" if self.given else self.family)

    @property
    def plain(self) -> str:
        """As one says it: Inès Caradec."""
        return self.literal or " ".join(part for part in (self.given, self.family) if part)


def names_of(byline: str | None) -> tuple[Name, ...]:
    """The names of a byline in its order, each once; the whole as one literal name where it has none to take out."""
    whole = " ".join((byline or "").split())
    if not whole:
        return ()
    if len(whole) > MOST_LETTERS:
        return (Name(literal=whole[:MOST_LETTERS].rsplit(" ", 1)[0] + "…"),)
    bare = _OPENING.sub("", _ADDRESS.sub("", _REMARK.sub("", whole)))
    found = [name for part in _BETWEEN.split(bare) for name in _listed(part.strip(" ,:"))]
    return tuple(dict.fromkeys(found)) or (Name(literal=whole),)


def _listed(part: str) -> list[Name]:
    """The names of a list with commas; one comma between two single words turns a name round (Caradec, Inès)."""
    pieces = [_AMONG_COMMAS.sub("", piece) for piece in _COMMA.split(part) if piece]
    pieces = _with_suffixes(pieces)
    if len(pieces) == 2 and all(len(piece.split()) == 1 and _is_name(piece) for piece in pieces):
        return [Name(family=pieces[0], given=pieces[1])]
    return [name for piece in pieces if (name := _one(piece)) is not None]


def _with_suffixes(pieces: list[str]) -> list[str]:
    """« John Smith », « Jr. » are one name."""
    found: list[str] = []
    for piece in pieces:
        if found and _SUFFIX.match(piece):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def _one(piece: str) -> Name | None:
    """One name; None for what is no name at all, as an office or a place (envoyée spéciale, à Paris)."""
    words = piece.split()
    if not words or words[0][0].islower() or not any(letter.isalpha() for letter in piece):
        return None
    words[-1] = words[-1] if _INITIAL.search(words[-1]) else words[-1].rstrip(".")
    if not _is_person(words):
        return Name(literal=piece)
    if len(words) > 2 and _TITLE.match(words[0]):
        words = words[1:]
    return _split(words)


def _is_name(word: str) -> bool:
    return bool(_NAME_WORD.match(word)) and word[0].isupper() and word.casefold() not in BODIES and not _acronym(word)


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and "." not in word


def _is_particle(word: str) -> bool:
    return word.casefold() in PARTICLES or (bool(_ELIDED.match(word)) and len(word) > 2)


def _is_person(words: list[str]) -> bool:
    if not 2 <= len(words) <= MOST_WORDS:
        return False
    if any(word.casefold().strip(".'’") in BODIES for word in words):
        return False
    if not all(_NAME_WORD.match(word) for word in words):
        return False
    small = [word for word in words if not word[0].isupper()]
    return all(_is_particle(word) for word in small) and words[0][0].isupper() and not _acronym(words[0])


def _split(words: list[str]) -> Name:
    """Given and family name: the family's begins with its particle, its capitals (Jean DUPONT) or the last word."""
    suffix = words.pop() if len(words) > 2 and _SUFFIX.match(words[-1]) else ""
    start = next((place for place, word in enumerate(words) if place and _is_particle(word)), None)
    if start is None or (start == len(words) - 1 and not _ELIDED.match(words[start])):
        start = next((place for place, word in enumerate(words) if place and _acronym(word)), len(words) - 1)
    given = " ".join([*words[:start], *([suffix] if suffix else [])])
    return Name(family=" ".join(words[start:]), given=given)
