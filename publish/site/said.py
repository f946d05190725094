"""What an annotation says beyond its code, in a few words: the amount, the day, the speaker, what a person noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from corpus.web.wording import Wording
from publish.site.look import visible
from publish.site.times import told

AMOUNT = {"kind", "low", "high", "value", "unit", "approximation", "per"}  # told together
DATE = {"value", "precision", "basis", "anchor", "part", "unresolved"}  # likewise


@dataclass(frozen=True)
class Said:
    """A phrase, and the actor it leads to where it names one."""

    text: Markup | str
    actor: str | None = None


def said_of(annotation: Mapping[str, Any], words: Wording) -> list[Said]:
    """The phrases of an annotation's attributes; one that nobody has words for is shown by its name."""
    attributes = annotation["attributes"]
    found: list[Said] = []
    if annotation["layer"] == "figure" and "low" in attributes:
        found.append(Said(_amount(attributes, words)))
        attributes = {name: value for name, value in attributes.items() if name not in AMOUNT}
    if annotation["layer"] == "date" and ("value" in attributes or "unresolved" in attributes):
        found += [Said(phrase) for phrase in told(attributes, words)]
        attributes = {name: value for name, value in attributes.items() if name not in DATE}
    if "speaker" in attributes:
        speaker = words.t("said.speaker", name=visible(attributes["speaker"]))
        found.append(Said(speaker, attributes.get("speaker_actor")))
    return found + [Said(text) for text in _others(attributes, words)]


def _others(attributes: Mapping[str, Any], words: Wording) -> Iterator[str]:
    for name, value in attributes.items():
        if name in ("speaker", "speaker_actor", "name"):
            continue
        label = words.t(f"attribute.{name}") if words.has(f"attribute.{name}") else visible(name)
        values = value if isinstance(value, list) else [value]
        shown = ", ".join(_value(name, one, words) for one in values)
        yield f"{label}{words.t('colon')} {shown}"


def _value(name: str, value: object, words: Wording) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return words.number(value)
    key = f"value.{value}"
    return str(words.t(key)) if name != "cue" and words.has(key) else visible(value)


def _amount(attributes: Mapping[str, Any], words: Wording) -> str:
    amount = amount_of(attributes, words)
    return words.t("said.amount", amount=amount).unescape() if amount == _bounds(attributes, words) else amount


def amount_of(attributes: Mapping[str, Any], words: Wording) -> str:
    """About 2,500 USD per month."""
    amount = _bounds(attributes, words)
    unit = attributes.get("unit") if attributes.get("kind") in ("money", "percentage") else None
    amount = f"{amount}\N{NO-BREAK SPACE}{visible(unit)}" if unit else amount
    kind = attributes.get("approximation")
    if kind and words.has(f"amount.{kind}"):
        amount = words.t(f"amount.{kind}", amount=amount).unescape()
    per = attributes.get("per")
    if per and words.has(f"amount.per.{per}"):
        amount = words.t(f"amount.per.{per}", amount=amount).unescape()
    return amount


def _bounds(attributes: Mapping[str, Any], words: Wording) -> str:
    low, high = attributes["low"], attributes.get("high")
    return words.number(low) if high is None or low == high else f"{words.number(low)}–{words.number(high)}"
