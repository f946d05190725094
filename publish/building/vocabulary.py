"""What people keep by hand, as rows of the site: the codebook, the authority file, the cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.authority import ANY, Actor
from corpus.codebook import Tactic, Words
from corpus.web.wording import LANGUAGES
from publish.building.cases import both, write_told
from publish.building.writer import Row, Writer
from publish.lemmas import lemma_key

if TYPE_CHECKING:
    from corpus.folder import Corpus


def write_vocabulary(corpus: Corpus, declared_cases: Iterable[str], out: Writer) -> None:
    """Everything that documents and annotations refer to. `declared_cases` are those that documents name themselves."""
    book = corpus.codebook
    groups = enumerate(book.groups, start=1)
    out.insert(
        "groups",
        ({"id": g.id, **both("label", g.label), "color": g.color, "position": place} for place, g in groups),
    )
    for place, tactic in enumerate(book.tactics, start=1):
        _write_tactic(tactic, place, out)
    out.insert("actor_types", ({"slug": kind.slug, **both("label", kind.label)} for kind in book.actor_types))
    out.insert("attributes", ({"name": name, **both("label", a.label)} for name, a in book.attributes.items()))
    roles = enumerate(book.actor_roles, start=1)
    out.insert("roles", ({"slug": r.slug, **both("label", r.label), "position": place} for place, r in roles))
    for actor in corpus.authority.actors:
        _write_actor(actor, out)
    out.insert("cases", _cases(corpus, declared_cases))
    write_told(corpus, out)
    out.insert("terms", _terms(book.offered, corpus.authority.actors, corpus.settings.languages))


def _both_or_null(name: str, words: Words) -> dict[str, str | None]:
    return {column: text or None for column, text in both(name, words).items()}


def _write_tactic(tactic: Tactic, position: int, out: Writer) -> None:
    row = {
        "slug": tactic.slug,
        "id": tactic.id,
        **both("label", tactic.label),
        "group": tactic.group,
        **both("definition", tactic.definition),
        **_both_or_null("not", tactic.not_),
        "position": position,
        "retired": tactic.retired,
    }
    out.insert("tactics", [row])
    out.insert(
        "cues",
        (
            {"tactic": tactic.slug, "language": language, "cue": cue}
            for language, cues in tactic.cues.items()
            for cue in cues
        ),
    )
    matches = {match.id: match.match for match in tactic.disarm}
    out.insert("disarm", ({"tactic": tactic.slug, "id": id, "match": match} for id, match in matches.items()))


def _write_actor(actor: Actor, out: Writer) -> None:
    row = {
        "id": actor.id,
        **{f"name_{language}": actor.name(language) for language in LANGUAGES},
        "type": actor.type,
        **_both_or_null("description", actor.description),
        "wikidata": actor.wikidata,
    }
    out.insert("actors", [row])
    out.insert("actor_names", _names(actor))
    out.insert(
        "actor_accounts",
        (
            {
                "actor": actor.id,
                "platform": account.platform,
                "handle": account.handle,
                "native_id": account.native_id,
                "since": account.since,
                "until": account.until,
                "evidence": account.evidence,
            }
            for account in actor.accounts
        ),
    )


def _names(actor: Actor) -> Iterator[Row]:
    for language, name in actor.names.items():
        yield {"actor": actor.id, "language": language, "name": name, "alias": 0}
    for language, aliases in actor.aliases.items():
        for alias in aliases:
            yield {"actor": actor.id, "language": language, "name": alias, "alias": 1}


def _cases(corpus: Corpus, declared: Iterable[str]) -> Iterator[Row]:
    for position, case in enumerate(corpus.cases.cases, start=1):
        yield {
            "id": case.id,
            **both("title", case.title or {"en": case.id}),
            **_both_or_null("summary", case.summary),
            "period_start": case.period.start,
            "period_end": case.period.end,
            "position": position,
        }
    unknown = sorted(set(declared) - set(corpus.cases.case))
    for position, id in enumerate(unknown, start=len(corpus.cases.cases) + 1):
        yield {"id": id, **both("title", {"en": id}), "position": position}


def _terms(tactics: Iterable[Tactic], actors: Iterable[Actor], languages: Iterable[str]) -> Iterator[Row]:
    languages = list(languages)
    found = set()
    for tactic in tactics:
        for language in languages:
            terms = (tactic.label.get(language), *tactic.cues.get(language, []))
            found |= {(lemma_key(term, language), language, "tactic", tactic.slug, term) for term in terms if term}
    for actor in actors:
        for language in languages:
            named = (actor.names.get(language), *actor.aliases.get(language, []), *actor.aliases.get(ANY, []))
            found |= {(lemma_key(name, language), language, "actor", actor.id, name) for name in named if name}
    for key, language, layer, code, term in sorted(found):
        if key:
            yield {"key": key, "language": language, "layer": layer, "code": code, "term": term}
