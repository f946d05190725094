"""What may be published, rights.yaml: rules by source, document, outlet, account, platform, kind or case, and who keeps
their name.

Whoever is not named here nor in the authority file is a private person, whose accounts are published as aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from corpus.authority import Authority
from corpus.codebook import Codebook, Words
from corpus.errors import SettingsError, UsageError
from corpus.terms import Tier
from corpus.yamlfile import load_yaml

RIGHTS = "rights.yaml"
Shown = Literal["whole", "excerpt", "citation"]  # of the text
Patterns = str | list[str]  # * stands for anything
EXCERPT = 300  # characters
PRIVATE_TYPES = ("activist", "paid-worker", "account-network")  # actor types of people who hold no public office
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")

NEW_RIGHTS = """\
# What may be published, and of whom. What is left out has the value shown; `hustings publish check` lists what follows.

# Rules: the first that fits a document decides for it, and a document that none fits is public, at once and whole.
# A rule fits where all that it names fits: source (the file's name), document (its id), outlet, account, platform,
# kind, case; * stands for anything, a list for any of several. It says any of
#   tier: public      # everybody; `team`: only in a site built with --tier team; `sealed`: never leaves this corpus
#   embargo: 2027-01-01   # not before that day
#   text: whole       # `excerpt`: only its beginning; `citation`: no text, only title, date, outlet and address
#   characters: 300   # of an excerpt
#   why: ...          # shown beside a text that is not whole; {en: ..., fr: ...} for both languages
#
# rules:
#   - {source: "interviews/*", tier: sealed}
#   - {outlet: [Le Monde, Libération], text: excerpt, why: {en: The publisher's rights, fr: Droits de l'éditeur}}
#   - {case: obama-2012, kind: [post, comment], embargo: 2027-01-01}
rules: []

# Accounts of private persons are published as aliases (@person-k3f7q2xa), in names, mentions, links and texts alike.
# The accounts of the actors in actors.yaml, and of outlets whose articles are here, stay as they are; so do these:
#   public_accounts: [{account: "@senate_press", platform: twitter, why: An office and no person}]
# An actor of one of the `private_types` who has an account in actors.yaml is a private person until you say otherwise:
#   public_actors: {jane-doe: She speaks for the movement in the press}
#   aliased_actors: [john-roe]    # published under an alias, with all that is said of them
# Display names that are no person's and stay; names that become an alias wherever they stand:
#   never_names: [Make It Happen]
#   always_names: [Jean Martin]
aliases:
  use: true
"""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules look at."""

    document: str | None = None
    sources: tuple[str, ...] = ()  # names
    outlet: str | None = None
    account: str | None = None
    platform: str | None = None
    kind: str | None = None
    case: str | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: what it fits, and what then may be published."""

    source: Patterns | None = None
    document: Patterns | None = None
    outlet: Patterns | None = None
    account: Patterns | None = None
    platform: Patterns | None = None
    kind: Patterns | None = None
    case: Patterns | None = None
    tier: Tier = "public"
    embargo: str | None = None  # a day
    text: Shown = "whole"
    characters: Annotated[int, msgspec.Meta(ge=0)] | None = None
    why: str | Words = ""

    def fits(self, facts: Facts) -> bool:
        """Whether all that the rule names is so."""
        asked: tuple[tuple[Patterns | None, Sequence[str | None]], ...] = (
            (self.source, facts.sources),
            (self.document, (facts.document,)),
            (self.outlet, (facts.outlet,)),
            (self.account, (facts.account,)),
            (self.platform, (facts.platform,)),
            (self.kind, (facts.kind,)),
            (self.case, (facts.case,)),
        )
        return all(_any_fits(patterns, values) for patterns, values in asked if patterns)

    def is_out(self, tier: Tier, day: str) -> bool:
        """Whether this may be in a build for this tier, `team` or `public`, on this day."""
        due = self.embargo is None or self.embargo <= day
        return due and (self.tier == "public" or (self.tier == "team" and tier == "team"))


PUBLIC = Rule()  # what holds for a document that no rule fits


def _any_fits(patterns: Patterns, values: Iterable[str | None]) -> bool:
    wanted = [patterns] if isinstance(patterns, str) else patterns
    found = [value.casefold() for value in values if value is not None]
    return any(fnmatchcase(value, pattern.casefold()) for pattern in wanted for value in found)


class PublicAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account that is published under its own name, and why."""

    account: str
    why: str
    platform: str | None = None  # on all, where it is missing


class AliasRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is published under an alias and who is not."""

    use: bool = True
    public_accounts: list[PublicAccount] = []
    public_actors: dict[str, str] = {}  # ids of actors of private types, each with why they are public figures
    aliased_actors: list[str] = []
    private_types: list[str] | None = None  # PRIVATE_TYPES, where it is missing
    verified: bool = False  # whether an account whose records say `verified` stays
    never_names: list[str] = []
    always_names: list[str] = []


class RightsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """rights.yaml. Empty, everything is public and private persons have aliases."""

    rules: list[Rule] = []
    aliases: AliasRules = AliasRules()

    def rule_for(self, facts: Facts) -> Rule:
        """The first rule that fits."""
        return next((rule for rule in self.rules if rule.fits(facts)), PUBLIC)

    @property
    def private_types(self) -> frozenset[str]:
        """The actor types whose accounts are private persons'."""
        return frozenset(PRIVATE_TYPES if self.aliases.private_types is None else self.aliases.private_types)


def load_rights(path: Path, codebook: Codebook, authority: Authority) -> RightsFile:
    """Read the file and check it against codebook and authority file; the default where there is none.

    SettingsError says what is wrong in it.
    """
    if not path.exists():
        return RightsFile()
    rights = load_yaml(path, RightsFile)
    for number, rule in enumerate(rights.rules, start=1):
        if rule.embargo is not None and not _is_day(rule.embargo):
            raise SettingsError(
                f"Rule {number}: {rule.embargo} is no day.", where=str(path), todo="Write it as in: embargo: 2027-01-01"
            )
    aliases = rights.aliases
    unknown = [type for type in aliases.private_types or () if type not in codebook.actor_type]
    if unknown:
        raise SettingsError(
            f"The codebook has no actor type {', '.join(unknown)}.",
            where=str(path),
            todo=f"`private_types` are some of: {', '.join(sorted(codebook.actor_type))}.",
        )
    actors = [*aliases.public_actors, *aliases.aliased_actors]
    strangers = [id for id in actors if authority.current(id) not in authority.actor]
    if strangers:
        raise SettingsError(
            f"There is no actor {', '.join(strangers)} in actors.yaml.", where=str(path), todo="Correct the id."
        )
    both = sorted(set(aliases.public_actors) & set(aliases.aliased_actors))
    if both or not all(aliases.public_actors.values()):
        what = f"{', '.join(both)} cannot be both public and aliased" if both else "a public actor lacks its why"
        raise SettingsError(f"The actors under `aliases`: {what}.", where=str(path), todo="Correct the entry.")
    return rights


def day_given(day: str | None) -> str | None:
    """A day that somebody typed; None where they typed none. Raises UsageError."""
    if day is not None and not _is_day(day):
        raise UsageError(f"{day} is no day.", todo="Write it as in: 2027-01-31")
    return day


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.match(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
