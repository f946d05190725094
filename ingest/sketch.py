"""A first mapping of a table that nobody has described: guessed from names and contents, for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import yaml

from corpus.errors import UsageError
from ingest.clean.fold import fold
from ingest.mapping import Field, mapping_for
from ingest.readers.base import HEAD
from ingest.readers.stream import open_stream
from ingest.readers.table import Shape, shape_of
from ingest.readers.table.cells import SCIENTIFIC, when, whole_number


def _names(words: str) -> list[str]:
    return words.split("|")


# Names of columns in English and French, folded, the likeliest first; those of an earlier field win.
NAMES: dict[Field, list[str]] = {
    "text": _names("text|full text|full_text|message|body|content|tweet|caption|post|post message|selftext|texte")
    + _names("contenu|corps|commentaire|comment|legende|description"),
    "published_at": _names(
        "published_at|created_at|post created|created|published|publication date|date|timestamp|time"
    )
    + _names("datetime|created_utc|date de publication|publie le|cree le|heure"),
    "native_id": _names("id|id_str|post id|post_id|tweet id|tweet_id|status_id|message_id|video_id|comment_id|item_id")
    + _names("identifiant"),
    "url": _names("url|post url|post_url|permalink|tweet_url|link|lien|adresse"),
    "account": _names("username|user name|screen_name|user_screen_name|handle|account|compte|utilisateur|pseudo|author")
    + _names("user"),
    "byline": _names("author_name|full name|display name|page name|user_name|byline|auteur|name|nom"),
    "title": _names("title|titre|headline|subject|objet"),
    "deck": _names("deck|subtitle|standfirst|lead|chapeau|chapo"),
    "outlet": _names("outlet|publication|newspaper|journal|source|media|site"),
    "tags": _names("tags|hashtags|keywords|mots-cles|etiquettes"),
    "language": _names("language|lang|langue"),
    "platform": _names("platform|plateforme|reseau"),
}
COUNTERS = {
    "likes": _names("likes|like_count|num_likes|favorites|favorite_count|favourites|j'aime|mentions j'aime"),
    "reposts": _names("reposts|retweets|retweet_count|shares|share_count|partages"),
    "replies": _names("replies|reply_count|comments|comment_count|num_comments|reponses|commentaires"),
    "quotes": _names("quotes|quote_count"),
    "views": _names("views|view_count|impressions|impression_count|plays|vues"),
    "score": _names("score|ups"),
}
ADDRESS = re.compile(r"https?://\S+\Z")
SAMPLES = 3  # values shown of each column
LONGEST_SAMPLE = 70  # characters
LONG_TEXT = 60  # characters on average, above which a column holds texts


class Column(msgspec.Struct, frozen=True):
    """A column and the first of its values that are not empty."""

    name: str
    values: Sequence[str]


def sketch(path: Path) -> str:
    """The mapping as YAML with comments. Raises UsageError where the file is no table, Unreadable."""
    shape, file = _shape(path), _printable(path.name)
    columns = [_column(shape, number) for number in range(len(shape.columns)) if shape.columns[number]]
    fields = dict(_fields(columns))
    taken = {column.name for column in fields.values()}
    counters = {column.name: name for column in columns if column.name not in taken and (name := _counter(column))}
    lines = [
        f"# A first mapping of {file}, guessed: correct it, then  hustings ingest --map THIS {file}",
        "# docs/tables.md says what can stand here. Each column is below with its first values.",
    ]
    known = mapping_for(shape.columns)
    if known is not None:
        lines.append(f"# The shipped mapping {known.name} reads this table already; with it you need no --map.")
    lines += [f"name: {_quoted(re.sub(r'[^A-Za-z0-9]+', '-', path.stem).strip('-').lower() or 'table')}", "fields:"]
    if "text" not in fields:
        lines.append("  # text:   # NO COLUMN LOOKS LIKE THE TEXT: name it here, without it no row becomes a document")
    lines.append("  kind: {constant: post}   # or article, comment, page")
    if "platform" not in fields:
        lines.append(
            "  # platform: {constant: facebook}   # whose ids these are; without it they tell no documents apart"
        )
    for name, column in fields.items():
        lines += _entry(name, column)
    if counters:
        lines.append("metrics:")
        lines += [f"  {counters[c.name]}: {_quoted(c.name)}{_samples(c)}" for c in columns if c.name in counters]
    others = [column for column in columns if column.name not in taken and column.name not in counters]
    if others:
        lines += ["# These go to extra.columns as they stand. Name those that you want to find again:", "extra: {}"]
        lines += [f"#  {_word(column.name)}: {_quoted(column.name)}{_samples(column)}" for column in others]
    lines.append("rest: keep   # drop: what is named nowhere above is left out of the documents")
    return "\n".join(lines) + "\n"


def _shape(path: Path) -> Shape:
    from ingest.readers.table import xlsx

    with open_stream(path) as stream:
        head = stream.read(HEAD)
        if xlsx.recognises(head):
            rest = b""
            while more := stream.read(HEAD):
                rest += more
            return xlsx.first_shape(head + rest)
    shape = shape_of(head)
    if shape is None:
        raise UsageError(
            f"{path} is no table.", todo="A table's first line names its columns, and all rows have as many cells."
        )
    return shape


def _column(shape: Shape, number: int) -> Column:
    values = [row[number].strip() for row in shape.rows if number < len(row) and row[number].strip()]
    return Column(shape.columns[number], values)


def _fields(columns: Sequence[Column]) -> Iterator[tuple[Field, Column]]:
    """Which column is which field: by its name if its values agree, else by its values alone."""
    left = list(columns)
    for name, names in NAMES.items():
        ranked = sorted((names.index(word), at) for at, column in enumerate(left) if (word := _folded(column)) in names)
        fitting = [left[at] for _, at in ranked if FITS.get(name, _anything)(left[at])]
        chosen = fitting[0] if fitting else next((c for c in left if name in BY_VALUES and BY_VALUES[name](c)), None)
        if chosen is not None:
            left.remove(chosen)
            yield name, chosen


def _folded(column: Column) -> str:
    return fold(column.name)


def _anything(column: Column) -> bool:
    return True


def _share(column: Column, test: Callable[[str], bool]) -> float:
    return sum(map(test, column.values)) / len(column.values) if column.values else 0.0


def _is_text(column: Column) -> bool:
    lengths = [len(value) for value in column.values]
    return bool(lengths) and sum(lengths) / len(lengths) > LONG_TEXT and not _is_address(column)


def _is_address(column: Column) -> bool:
    return _share(column, lambda value: ADDRESS.match(value) is not None) > 0.8


def _is_time(column: Column) -> bool:
    return _share(column, lambda value: not value.isdecimal() and when(value) is not None) > 0.8


def _is_epoch(column: Column) -> bool:
    return _share(column, lambda value: bool(re.fullmatch(r"1[0-9]{9}(?:\d{3})?", value))) > 0.8


def _is_number(column: Column) -> bool:
    return not column.values or _share(column, lambda value: whole_number(value) is not None) > 0.8


def _counter(column: Column) -> str | None:
    word = fold(column.name)
    return next((name for name, names in COUNTERS.items() if word in names), None) if _is_number(column) else None


# What the values of a column must look like for its name to be believed, and what they show without a name.
FITS: dict[Field, Callable[[Column], bool]] = {
    "text": lambda column: not _is_number(column) and not _is_address(column),
    "published_at": lambda column: _is_time(column) or _is_epoch(column),
    "url": _is_address,
    "outlet": lambda column: not _is_address(column),
}
BY_VALUES: dict[Field, Callable[[Column], bool]] = {"text": _is_text, "published_at": _is_time, "url": _is_address}


def _entry(name: Field, column: Column) -> Iterator[str]:
    """One field, with what is likely to be wrong with it."""
    more = ""
    if name == "published_at":
        if _is_epoch(column):
            more = ", format: unix-ms" if len(column.values[0]) > 10 else ", format: unix"
        elif not any(re.search(r"(?:Z|[+-]\d\d:?\d\d|[A-Z]{3,4})\Z", value) for value in column.values):
            yield "  # No zone stands beside these times. If you know it: zone: Europe/Paris"
        if any(re.match(r"\d{1,2}/\d{1,2}/\d{4}", value) for value in column.values):
            yield "  # Day first or month first? 03/04/2020 is read as 3 April; else: format: '%m/%d/%Y %H:%M'"
    if name == "native_id" and any(SCIENTIFIC.fullmatch(value) for value in column.values):
        yield "  # A SPREADSHEET HAS DESTROYED THESE IDS (1.16925E+18): export again, or take them from an address"
    if name == "account":
        more = ", prefix: '@'" if not any(value.startswith("@") for value in column.values) else ""
    if name == "tags":
        split = next((mark for mark in ("|", ";", ",") if any(mark in value for value in column.values)), ",")
        more = f", split: '{split}'"
    yield f"  {name}: {{column: {_quoted(column.name)}{more}}}{_samples(column)}"


def _samples(column: Column) -> str:
    shown = (_printable(value)[:LONGEST_SAMPLE] for value in column.values[:SAMPLES])
    return "   # " + " ¦ ".join(shown) if column.values else "   # always empty"


def _printable(text: str) -> str:
    """In one line, as a comment in YAML may hold it."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))


def _quoted(text: str) -> str:
    """A name as YAML writes it in one line."""
    return str(yaml.safe_dump(text, allow_unicode=True, default_style='"', width=10**9)).strip()


def _word(name: str) -> str:
    return re.sub(r"\W+", "_", fold(name)).strip("_") or "column"
