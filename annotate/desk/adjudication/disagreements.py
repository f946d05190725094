"""Where the people who submitted a document agree and where they do not: all that they have in it, by item.

An item is one thing that one or more of them saw in the text. Everybody has one annotation in it at most, and every
annotation of everybody is in exactly one item. Two people's annotations of one layer can be the same thing where one
suggestion of a machine is behind both, whatever each made of it; where their passages overlap; or where both are the
same code of the document as a whole. A code of the whole document is in it or not: two different ones are two items.

Which of several candidates is the same thing is settled by best match, the surest pair first: one suggestion behind
both; the same passage and code; the same code, by how much of the two passages is common to them; another code,
likewise. So nested passages meet passages of their own size, and of two overlapping passages that one coder has with
different codes each finds its own counterpart; what finds none is an item that the others lack. With three coders
pairs grow together: A's passage may be in one item with C's because both overlap B's.

The same is what has the same code (under the ids that actors and tactics have today), the same passage and the same
attributes, as far as people set them: how sure a coder was and which rule a machine followed are no disagreement.

What was decided stands in verdicts (`adjudicate`, corpus.replay), written by `deciding`. An item is decided when each
annotation in it has a verdict, and changed since when somebody acted on one of them afterwards, or another one came:
their document was opened again. Verdicts then stay as they are until somebody decides again. What was judged and is
nobody's any more is in the item with which it was decided, or in one of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from typing import Any, Literal

import msgspec

from annotate.agreement.codings import own_work
from annotate.desk.coding.view import verdict_on
from corpus.folder import Corpus
from corpus.ids import short
from corpus.model import WHOLE_DOCUMENT, Annotation, Event, Layer
from corpus.replay import OF_TEXTS_AND_CODES, is_of_verdict, replay

Origin = Literal["made", "accepted", "changed"]  # by the coder; accepted and changed are a machine's suggestions
Kind = Literal["missing", "code", "boundaries", "attributes"]

OF_THE_CODER = ("confidence",)  # attributes that say something of whoever coded
OF_THE_PROGRAM = ("rule", "matched", "basis", "anchor", "cue", "unresolved")
SET_BY_PEOPLE: dict[str, tuple[str, ...]] = {"actor": ("role", "kind"), "quotation": ("speaker", "speaker_actor")}


class Held(msgspec.Struct, frozen=True):
    """What one coder has in an item."""

    coder: str
    annotation: Annotation  # as this coder left it
    origin: Origin


class Known(msgspec.Struct, frozen=True):
    """An annotation of an item as the acts of all leave it. `verdict` is the one that stands, with its reason."""

    annotation: Annotation
    last: str  # its last act
    verdict: Event | None
    since: bool  # whether somebody acted on it after that verdict
    by_verdict: bool  # whether a verdict made it, as something that no coder had


class Item(msgspec.Struct, frozen=True):
    """One thing that coders saw. `versions` are the different ways in which they have it, each with who has it so."""

    layer: Layer
    coders: tuple[str, ...]  # all who submitted the document
    versions: tuple[tuple[Held, ...], ...]
    rejected: tuple[str, ...]  # those without it who rejected the suggestion
    known: Mapping[str, Known]  # every annotation of the item by id

    @property
    def id(self) -> str:
        """Names the item, as long as the first of what coders have in it is in it."""
        return min((id for id, one in self.known.items() if not one.by_verdict), default=min(self.known))

    @property
    def stamp(self) -> str:
        """Changes with every act on one of its annotations, and with who is in it."""
        parts = [f"{id} {one.last}" for id, one in sorted(self.known.items())]
        return short(
            "i", *self.coders, "/", *(h.coder + h.annotation.id for v in self.versions for h in v), "/", *parts
        )

    @property
    def held(self) -> list[Held]:
        """Everybody's, the versions one after the other."""
        return [held for version in self.versions for held in version]

    @property
    def missing(self) -> list[str]:
        """Who has nothing in it."""
        there = {held.coder for held in self.held}
        return [coder for coder in self.coders if coder not in there]

    @property
    def agreed(self) -> bool:
        """Whether all have the same."""
        return len(self.versions) == 1 and not self.missing

    @property
    def kinds(self) -> list[Kind]:
        """In what they differ."""
        found: list[Kind] = ["missing"] if self.missing else []
        first = [version[0].annotation for version in self.versions]
        if len({one.code for one in first}) > 1:
            found.append("code")
        if len({(one.start, one.end) for one in first}) > 1:
            found.append("boundaries")
        if any((a.code, a.start, a.end) == (b.code, b.start, b.end) for a, b in combinations(first, 2)):
            found.append("attributes")
        return found

    @property
    def verdicts(self) -> list[Event]:
        """The verdicts that stand, one an annotation."""
        return [one.verdict for one in self.known.values() if one.verdict is not None]

    @property
    def decided(self) -> bool:
        """Whether it is decided, and nothing changed since."""
        return bool(self.verdicts) and not self.changed

    @property
    def changed(self) -> bool:
        """Whether it was decided, and somebody changed something since."""
        late = any(one.since or one.verdict is None for one in self.known.values())
        return bool(self.verdicts) and (late or not self.versions)

    @property
    def gold(self) -> list[Annotation]:
        """What stands by the verdicts."""
        found = [one.annotation for one in self.known.values() if one.annotation.is_gold]
        return sorted(found, key=lambda one: (one.start, one.end, one.code, one.id))

    @property
    def place(self) -> tuple[int, int]:
        """The passage that holds all of it; (0, 0) of the document as a whole."""
        passages = [held.annotation for held in self.held] or [one.annotation for one in self.known.values()]
        return min(one.start for one in passages), max(one.end for one in passages)


def items(corpus: Corpus, history: Sequence[Event], coders: Iterable[str]) -> list[Item]:
    """What these people have in a document, in the order of its text; `history` are all acts in it, by annotation."""
    everybody = tuple(sorted(coders))
    by_id = {id: list(acts) for id, acts in groupby(history, key=lambda act: act.annotation) if id != WHOLE_DOCUMENT}
    held = [one for coder in everybody for one in _held(corpus, history, coder, by_id)]
    groups = _grouped(held, lambda a, b: likeness(corpus, a, b))
    found = []
    judged = {id: known for id, acts in by_id.items() if (known := _known(corpus, acts)) is not None}
    left = {id for id, one in judged.items() if one.verdict is not None}
    left -= {one.annotation.id for one in held}
    for group in groups:
        own = {one.annotation.id for one in group}
        with_it = {id for id in left if own & _decided_with(judged[id])}
        left -= with_it
        found.append(_item(corpus, everybody, group, {id: judged[id] for id in own | with_it}, by_id))
    while left:  # nobody has these any more
        first = min(left)
        together = {id for id in left if id == first or first in _decided_with(judged[id])}
        left -= together
        found.append(_item(corpus, everybody, [], {id: judged[id] for id in together}, by_id))
    return sorted(found, key=lambda item: (*item.place, item.layer, item.id))


def _held(corpus: Corpus, history: Sequence[Event], coder: str, by_id: Mapping[str, Sequence[Event]]) -> Iterator[Held]:
    for annotation, only_accepted in own_work(history, coder):
        proposed = by_id[annotation.id][0].act == "suggest"
        origin: Origin = "made" if not proposed else "accepted" if only_accepted else "changed"
        yield Held(coder, corpus.of_today(annotation), origin)


def _known(corpus: Corpus, acts: Sequence[Event]) -> Known | None:
    annotation = replay(acts)
    if annotation is None:
        return None
    verdict = verdict_on(acts)
    since = False
    if verdict is not None:
        after = acts[next(n for n, act in enumerate(acts) if act.id == verdict.id) + 1 :]
        since = any(act.act not in OF_TEXTS_AND_CODES and not is_of_verdict(act) for act in after)
    made = acts[0].act == "adjudicate"
    return Known(corpus.of_today(annotation), acts[-1].id, verdict, since, made)


def _decided_with(known: Known) -> set[str]:
    """The annotations that were decided together with this one."""
    together = known.verdict.attributes.get("item") if known.verdict is not None else None
    return {str(id) for id in together} if isinstance(together, list) else set()


def _item(
    corpus: Corpus,
    coders: tuple[str, ...],
    group: Sequence[Held],
    known: Mapping[str, Known],
    by_id: Mapping[str, Sequence[Event]],
) -> Item:
    versions: list[list[Held]] = []
    for held in sorted(group, key=lambda held: held.coder):
        same = next((v for v in versions if content(corpus, v[0].annotation) == content(corpus, held.annotation)), None)
        if same is None:
            versions.append([held])
        else:
            same.append(held)
    have = {held.coder for held in group}
    rejecting = {act.agent for id in known for act in by_id[id] if act.act in ("reject", "delete")}
    layer = group[0].annotation.layer if group else next(iter(known.values())).annotation.layer
    rejected = tuple(coder for coder in coders if coder in rejecting - have)
    return Item(layer, coders, tuple(tuple(version) for version in versions), rejected, known)


# What is the same


def content(corpus: Corpus, annotation: Annotation) -> tuple[object, ...]:
    """All in which two annotations can differ: equal contents are the same annotation."""
    said = sorted((name, str(value)) for name, value in set_attributes(corpus, annotation).items())
    return (annotation.layer, annotation.code, annotation.start, annotation.end, tuple(said))


def set_attributes(corpus: Corpus, annotation: Annotation) -> dict[str, Any]:
    """The attributes that people set, those of figures and dates included; what is empty is not set."""
    known = SET_BY_PEOPLE.get(annotation.layer)
    if annotation.layer == "tactic":
        known = tuple(name for name in corpus.codebook.attributes if name not in OF_THE_CODER)
    found = {}
    for name, value in annotation.attributes.items():
        counts = name in known if known is not None else name not in OF_THE_PROGRAM
        if counts and value not in (None, "", [], {}):
            found[name] = sorted(map(str, value)) if isinstance(value, list) else value
    return found


Likeness = tuple[int, float]  # greater is surer


def likeness(corpus: Corpus, one: Held, other: Held) -> Likeness | None:
    """How surely two people's annotations are the same thing; None where they cannot be."""
    a, b = one.annotation, other.annotation
    if a.id == b.id:
        return (4, 1.0)
    if a.layer != b.layer or (a.end == 0) != (b.end == 0):
        return None
    if a.end == 0:
        return (2, 1.0) if a.code == b.code else None
    common = min(a.end, b.end) - max(a.start, b.start)
    if common <= 0:
        return None
    share = common / (max(a.end, b.end) - min(a.start, b.start))
    if a.code != b.code:
        return (1, share)
    return (3 if content(corpus, a) == content(corpus, b) else 2, share)


def _grouped(held: Sequence[Held], like: Callable[[Held, Held], Likeness | None]) -> list[list[Held]]:
    """Annotations by item: the surest pairs grow together, nobody is in an item twice."""
    order = sorted(held, key=lambda one: (one.annotation.start, one.annotation.end, one.annotation.id, one.coder))
    pairs = []
    for i, j in _neighbours(order):
        likeness = like(order[i], order[j]) if order[i].coder != order[j].coder else None
        if likeness is not None:
            pairs.append((-likeness[0], -likeness[1], i, j))
    group = {n: [n] for n in range(len(order))}
    for *_, i, j in sorted(pairs):
        one, other = group[i], group[j]
        if one is not other and not {order[n].coder for n in one} & {order[n].coder for n in other}:
            one.extend(other)
            for n in other:
                group[n] = one
    unique = {id(members): members for members in group.values()}
    return [[order[n] for n in sorted(members)] for members in unique.values()]


def _neighbours(order: Sequence[Held]) -> Iterator[tuple[int, int]]:
    """Every pair that may be one thing: passages that overlap, and whatever has the same id, wherever it stands."""
    by_id: dict[str, list[int]] = {}
    reach: list[int] = []  # those that have begun and not ended
    for n, one in enumerate(order):
        a = one.annotation
        reach = [m for m in reach if order[m].annotation.end > a.start or order[m].annotation.end == 0 == a.end]
        same = by_id.setdefault(a.id, [])
        yield from ((m, n) for m in same)
        yield from ((m, n) for m in reach if m not in same)
        same.append(n)
        reach.append(n)
