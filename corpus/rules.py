"""The rules of the codebook: what a passage must say for a code to be proposed, in YAML that a researcher edits.

One file a group of the codebook under `rules/`, beside codebook.yaml; words.yaml holds what several groups share and
attributes.yaml what sets an attribute. docs/rules.md explains the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

from corpus.codebook import Codebook
from corpus.errors import SettingsError
from corpus.yamlfile import load_yaml

FOLDER = "rules"
WORDS, ATTRIBUTES = "words.yaml", "attributes.yaml"
LIST = re.compile(r"\$([a-z][a-z0-9_]*)")
KINDS = (
    "money", "percentage", "people", "followers", "accounts", "count", "figure", "number",
    "platform", "politician", "actor", "hashtag", "handle",
)  # fmt: skip
_KIND = re.compile(r"<([^<>]*)>")

Lists = dict[str, list[str]]  # name of a word list -> its terms


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way in which a text may say what a code is about. A concept is one or more terms with ` | ` between them.

    `all` of the concepts stand in one sentence, `with` in it or one beside it, and `enough` of `some` likewise; each of
    `about` stands anywhere in the text that is read at once, a block. `not` is in the sentence of none, `without` nor
    beside it. `subject` and `object` are those of the word that the first concept of `all` found.
    """

    name: str
    all: list[str]
    with_: list[str] = msgspec.field(name="with", default_factory=list)
    some: list[str] = []
    enough: int = 1
    about: list[str] = []
    not_: list[str] = msgspec.field(name="not", default_factory=list)
    without: list[str] = []
    subject: str | None = None
    object: str | None = None
    near: int | None = None  # the most words from the first concept's beginning to the last one's end
    order: bool = False  # the concepts follow each other as they are written
    score: float = 0.7
    sets: dict[str, str] = {}

    def concepts(self) -> Iterator[str]:
        """Every concept that the rule names."""
        yield from (*self.all, *self.with_, *self.some, *self.about, *self.not_, *self.without)
        yield from (concept for concept in (self.subject, self.object) if concept is not None)


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of rules: word lists by language, and rules by code and language."""

    words: dict[str, Lists] = {}
    codes: dict[str, dict[str, list[Rule]]] = {}


class AttributeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """attributes.yaml: the concepts that set an attribute, by attribute, value and language."""

    attributes: dict[str, dict[str, Lists]] = {}
    groups: dict[str, list[str]] = {}  # attribute -> the groups whose codes it is set for; all where it is not named


class Elsewhere(msgspec.Struct, frozen=True):
    """Rules that stand under a code of before: they serve `now`, or nobody where it is retired."""

    file: str
    code: str
    now: str
    retired: bool


class RuleBook(msgspec.Struct, frozen=True):
    """All rules of a corpus: `rules` by code and language, word lists by language, and what sets attributes."""

    rules: dict[str, dict[str, list[Rule]]]
    words: dict[str, Lists]
    attributes: AttributeFile
    elsewhere: list[Elsewhere] = []

    def of(self, code: str, language: str) -> list[Rule]:
        """The rules of a code in a language."""
        return self.rules.get(code, {}).get(language, [])

    def number(self) -> int:
        """How many rules there are."""
        return sum(len(rules) for by_language in self.rules.values() for rules in by_language.values())


def shipped_rules() -> Path:
    """The folder of the rules that Hustings ships."""
    return Path(str(files("corpus"))) / FOLDER


def load_rules(root: Path, codebook: Codebook) -> RuleBook:
    """The rules of the corpus in `root`; the shipped ones where it has no folder of its own.

    SettingsError names the file, the code, the language and the rule where something is wrong. Of the shipped rules,
    those for codes that this codebook does not have are left out.
    """
    own = root / FOLDER
    folder = own if own.is_dir() else shipped_rules()
    book = read_rules(folder, codebook, leave_out_unknown=folder is not own)
    _check_attributes(book.attributes, codebook, folder / ATTRIBUTES)
    return book


def read_rules(folder: Path, codebook: Codebook, *, leave_out_unknown: bool = False) -> RuleBook:
    """The rules of a folder, checked against a codebook."""
    shared = load_yaml(folder / WORDS, RuleFile) if (folder / WORDS).is_file() else RuleFile()
    attributes = load_yaml(folder / ATTRIBUTES, AttributeFile) if (folder / ATTRIBUTES).is_file() else AttributeFile()
    words: dict[str, Lists] = {language: dict(lists) for language, lists in shared.words.items()}
    rules: dict[str, dict[str, list[Rule]]] = {}
    elsewhere: list[Elsewhere] = []
    written: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        if path.name in (WORDS, ATTRIBUTES):
            continue
        file = load_yaml(path, RuleFile)
        _add_words(words, file.words, path)
        for code, by_language in file.codes.items():
            tactic = codebook.find(code)
            if tactic is None:
                if leave_out_unknown:
                    continue
                raise _wrong(path, f"No code of the codebook is called {code}.", "Correct it, or take its rules out.")
            if code in written:
                raise _wrong(path, f"The code {code} has rules in two files.", "Put them together in one.")
            written.add(code)
            _check_code(path, code, by_language, codebook)
            if code != tactic.slug or tactic.retired is not None:
                elsewhere.append(Elsewhere(path.name, code, tactic.slug, tactic.retired is not None))
            if tactic.retired is None:
                rules[tactic.slug] = _joined(rules.get(tactic.slug, {}), by_language, code)
    book = RuleBook(rules, words, attributes, elsewhere)
    _check_terms(book, folder)
    return book


def _joined(there: dict[str, list[Rule]], more: Mapping[str, list[Rule]], code: str) -> dict[str, list[Rule]]:
    """The rules of a code with those of another that was merged into it; each keeps a name of its own."""
    found = {language: list(rules) for language, rules in there.items()}
    for language, rules in more.items():
        own = found.setdefault(language, [])
        names = {rule.name for rule in own}
        for rule in rules:
            name = f"{rule.name} ({code})" if rule.name in names else rule.name
            own.append(msgspec.structs.replace(rule, name=name))
    return found


def _add_words(words: dict[str, Lists], more: Mapping[str, Lists], path: Path) -> None:
    for language, lists in more.items():
        there = words.setdefault(language, {})
        for name, terms in lists.items():
            if name in there:
                raise _wrong(path, f"The word list {name} ({language}) stands in two files.", "Rename one.")
            there[name] = terms


def _check_code(path: Path, code: str, by_language: Mapping[str, list[Rule]], codebook: Codebook) -> None:
    for language, rules in by_language.items():
        if language not in codebook.codebook.languages:
            spoken = ", ".join(codebook.codebook.languages)
            raise _wrong(path, f"{code}: the codebook has no language {language}.", f"Its languages are: {spoken}.")
        names = [rule.name for rule in rules]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise _wrong(path, f"{code} ({language}): two rules are called {', '.join(twice)}.", "Rename one.")
        for rule in rules:
            _check_rule(path, f"{code} ({language}), rule {rule.name}", rule, codebook)


def _check_rule(path: Path, where: str, rule: Rule, codebook: Codebook) -> None:
    if not rule.all:
        raise _wrong(path, f"{where}: `all` is empty.", "Say which concepts must stand in the sentence.")
    if not 0 < rule.score <= 1:
        raise _wrong(path, f"{where}: the score {rule.score} is not between 0 and 1.", "Correct it.")
    if rule.near is not None and rule.near < len(rule.all):
        raise _wrong(path, f"{where}: `near` is too small for {len(rule.all)} concepts.", "Raise it or take it out.")
    if rule.some and not 0 < rule.enough <= len(rule.some):
        raise _wrong(path, f"{where}: `enough` is not between 1 and {len(rule.some)}.", "`some` has so many concepts.")
    for name, value in rule.sets.items():
        _check_value(path, where, name, value, codebook)


def _check_value(path: Path, where: str, name: str, value: str, codebook: Codebook) -> None:
    attribute = codebook.attributes.get(name)
    if attribute is None:
        known = ", ".join(codebook.attributes)
        raise _wrong(path, f"{where}: the codebook has no attribute {name}.", f"Its attributes are: {known}.")
    if attribute.values != "open" and value not in attribute.values:
        known = ", ".join(attribute.values)
        raise _wrong(path, f"{where}: {name} has no value {value}.", f"Its values are: {known}.")


def _check_attributes(file: AttributeFile, codebook: Codebook, path: Path) -> None:
    for name, values in file.attributes.items():
        for value in values:
            _check_value(path, "attributes", name, value, codebook)
    for name, groups in file.groups.items():
        unknown = [group for group in groups if group not in codebook.group]
        if unknown:
            raise _wrong(path, f"{name}: no group is called {', '.join(unknown)}.", "Correct it.")


def _check_terms(book: RuleBook, folder: Path) -> None:
    """That every term has words, and every list and kind that it names is there; no list holds itself."""
    for language, lists in book.words.items():
        for name, terms in lists.items():
            _check_concepts(terms, f"the word list {name} ({language})", lists, folder)
        for name in lists:
            _check_circle(name, lists, (), folder)
    for code, by_language in book.rules.items():
        for language, rules in by_language.items():
            for rule in rules:
                where = f"{code} ({language}), rule {rule.name}"
                _check_concepts(rule.concepts(), where, book.words.get(language, {}), folder)
    for name, values in book.attributes.attributes.items():
        for value, by_language_of in values.items():
            for language, terms in by_language_of.items():
                where = f"{ATTRIBUTES}, {name}: {value} ({language})"
                _check_concepts(terms, where, book.words.get(language, {}), folder)


def _check_concepts(concepts: Iterable[str], where: str, lists: Lists, folder: Path) -> None:
    for concept in concepts:
        for term in alternatives(concept):
            if not re.search(r"\w", term):
                raise _wrong(folder, f"{where}: {concept!r} holds no word.", "Write a word, or take the `|` out.")
            for name in LIST.findall(term):
                if name not in lists:
                    raise _wrong(folder, f"{where}: there is no word list {name}.", "Add it under `words`.")
            for kind in _KIND.findall(term):
                if kind not in KINDS:
                    raise _wrong(folder, f"{where}: <{kind}> is unknown.", f"There are: {', '.join(KINDS)}.")


def _check_circle(name: str, lists: Lists, above: tuple[str, ...], folder: Path) -> None:
    if name in above:
        raise _wrong(folder, f"The word list {name} holds itself.", "Take it out of " + " or ".join(above) + ".")
    for term in lists[name]:
        for inner in LIST.findall(term):
            _check_circle(inner, lists, (*above, name), folder)


def alternatives(concept: str) -> list[str]:
    """The terms of a concept, which stand between `|`."""
    return [term.strip() for term in concept.split("|")]


def _wrong(path: Path, what: str, todo: str) -> SettingsError:
    return SettingsError(what, where=str(path), todo=todo)
