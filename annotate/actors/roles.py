"""What an actor does in a sentence, as one of the codebook's roles, by the rules of roles.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files

import msgspec
from spacy.tokens import Doc, Token

from annotate.words import forms
from corpus.yamlfile import load_yaml

Lemmas = dict[str, list[str]]  # language -> lemmas

_ACTIVE = frozenset({"nsubj", "csubj"})
_PASSIVE = frozenset({"nsubjpass", "nsubj:pass"})
_OBJECT = frozenset({"dobj", "obj"})
_PART = frozenset({"appos", "flat:name", "flat:foreign", "conj"})
_SUBJECTS = _ACTIVE | _PASSIVE
_DEEPEST = 6  # steps up a sentence's tree: names in a list are each other's heads


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: a role and what shows it."""

    role: str
    subject_of: Lemmas = {}
    object_of: Lemmas = {}
    with_object: Lemmas = {}
    after: Lemmas = {}


class Rules(msgspec.Struct, frozen=True):
    """roles.yaml."""

    rules: list[Rule]


@cache
def role_rules() -> list[Rule]:
    """The shipped rules. SettingsError where the file is wrong."""
    with as_file(files("annotate.actors") / "roles.yaml") as path:
        return load_yaml(path, Rules).rules


def role_of(doc: Doc, start: int, end: int, language: str, *, person: bool) -> str | None:
    """The role of the actor who stands between two code points; None where the sentence shows none."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not doc.has_annotation("DEP"):
        return None
    token = span.root
    for _ in range(_DEEPEST):
        if token.dep_ not in _PART:
            break
        token = token.head
    before = doc[span.start - 1].text.casefold() if span.start > 0 else ""
    does, suffers = _verbs(token)
    for rule in role_rules():
        subject, object_ = set(rule.subject_of.get(language, ())), set(rule.object_of.get(language, ()))
        wanted = set(rule.with_object.get(language, ()))
        if any(forms(verb) & subject and (not wanted or _has_object(verb, wanted)) for verb in does):
            return rule.role
        if any(forms(verb) & object_ for verb in suffers):
            return rule.role
        if not person and before in rule.after.get(language, ()):
            return rule.role
    return None


def _verbs(token: Token) -> tuple[list[Token], list[Token]]:
    """The verbs whose doer a word is, and those it is done to."""
    head = token.head
    if token.dep_ in _ACTIVE:
        return list(_with_coordinated(head)), []
    if token.dep_ == "obl:agent" or (token.dep_ == "pobj" and head.dep_ == "agent"):
        return [head if token.dep_ == "obl:agent" else head.head], []
    if token.dep_ in _PASSIVE:
        return [], list(_with_coordinated(head))
    return [], [head] if token.dep_ in _OBJECT else []


def _with_coordinated(verb: Token) -> Iterator[Token]:
    """A verb and those that share its subject, without what is denied."""
    for one in (verb, *(child for child in verb.children if child.dep_ == "conj")):
        own = one is verb or not any(child.dep_ in _SUBJECTS for child in one.children)
        if own and not any(child.dep_ == "neg" or child.text.casefold() in ("ne", "n'") for child in one.children):
            yield one


def _has_object(verb: Token, wanted: set[str]) -> bool:
    return any(child.dep_ in _OBJECT | _PASSIVE and forms(child) & wanted for child in verb.children) or bool(
        verb.dep_ in ("acl", "relcl") and forms(verb.head) & wanted
    )
