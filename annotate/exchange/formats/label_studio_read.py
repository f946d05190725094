"""A task of Label Studio as it says it, in JSON or JSON-MIN."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotate.exchange.details import found
from annotate.exchange.labels import unlabel
from annotate.exchange.shapes import Found, Incoming

Problem = tuple[str, dict[str, Any]]
Said = Mapping[str, Any] | None

SKIPPED = "It stands in an annotation that was skipped in Label Studio."
NO_CODE = "Its label is no code, as tactic:sponsored-memes is."
NO_PLACE = "It has no place in a text, from a number of characters to another."
OTHER = "It is neither a label on words nor a choice."
BROKEN = "It is no task of Label Studio."
ROUNDS = ("annotations", "completions", "predictions")  # completions: annotations before Label Studio 1.0
MIN = ("annotation_id", "lead_time", "annotator")


def is_task(value: Any) -> bool:
    """Whether it looks like a task in JSON, or like a row of JSON-MIN."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("data"), dict):
        return any(isinstance(value.get(name), list) for name in ROUNDS)
    return any(name in value for name in MIN)


def incoming(task: Any) -> Incoming:
    """What a task says. Its data are where its text is; what is not a code on words or on the whole is a problem."""
    if not is_task(task):
        return Incoming(document=None, text=None, found=(), problems=((BROKEN, {"task": task}),))
    data = task["data"] if isinstance(task.get("data"), dict) else task
    text = _text(data)
    taken: list[Found] = []
    problems: list[Problem] = []
    for one in _all(task, text):
        if isinstance(one, Found):
            taken.append(one)
        else:
            problems.append(one)
    document = data.get("document")
    return Incoming(
        document=document if isinstance(document, str) else None,
        text=text,
        found=tuple(taken),
        unit="code point" if "hustings" in data else None,
        problems=tuple(problems),
    )


def _text(data: Mapping[str, Any]) -> str | None:
    """The text of a task: its interface, which files have not, says under which name; mostly it is `text`."""
    if isinstance(data.get("text"), str):
        return str(data["text"])
    return max((value for value in data.values() if isinstance(value, str)), key=len, default=None)


def _all(task: Mapping[str, Any], text: str | None) -> Iterator[Found | Problem]:
    if not isinstance(task.get("data"), dict):
        yield from _row(task, text)
        return
    for name in ROUNDS:
        rounds = task.get(name)
        for one in rounds if isinstance(rounds, list) else ():
            regions = one.get("result") if isinstance(one, dict) else None
            for region in regions if isinstance(regions, list) else ():
                if not isinstance(region, dict):
                    continue
                if one.get("was_cancelled") or one.get("skipped"):
                    yield SKIPPED, region
                elif name == "predictions":
                    yield from _region(region, text, {"agent": one.get("model_version"), "score": one.get("score")})
                else:
                    yield from _region(region, text, None)


def _region(region: dict[str, Any], text: str | None, prediction: Said) -> Iterator[Found | Problem]:
    """The annotations of a region: one a label. `prediction` is what is known of the model that gave it."""
    meta, value = region.get("meta"), region.get("value")
    ours = meta.get("hustings") if isinstance(meta, dict) else None
    if not isinstance(value, dict):
        yield OTHER, region
    elif isinstance(value.get("choices"), list):
        yield from _choices(value["choices"], ours if isinstance(ours, list) else [], prediction, region)
    elif (labels := _labels(value)) is not None:
        said = _standing(ours if isinstance(ours, dict) else None, prediction, region.get("score"))
        yield from _passage(value, labels, text, said, region)
    else:
        yield OTHER, region


def _labels(value: Mapping[str, Any]) -> list[Any] | None:
    return next((value[name] for name in ("labels", "hypertextlabels") if isinstance(value.get(name), list)), None)


def _passage(
    value: Mapping[str, Any], labels: list[Any], text: str | None, said: Said, region: dict[str, Any]
) -> Iterator[Found | Problem]:
    start, end, words = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(start, int) or not isinstance(end, int):
        yield NO_PLACE, region
        return
    quotation = words if isinstance(words, str) else None
    if quotation is not None and "\\n" in quotation and quotation not in (text or ""):
        quotation = quotation.replace("\\n", "\n")  # as Label Studio writes the line ends of some regions
    for one in labels:
        known = unlabel(one, {}) if isinstance(one, str) else None
        yield found(*known, start, end, quotation, said) if known is not None else (NO_CODE, region)


def _choices(
    choices: list[Any], ours: list[Any], prediction: Said, region: dict[str, Any]
) -> Iterator[Found | Problem]:
    """Codes of the whole document; several of ours can be one choice."""
    for choice in choices:
        known = unlabel(choice, {}) if isinstance(choice, str) else None
        if known is None:
            yield NO_CODE, {**region, "choice": choice}
            continue
        own: list[Said] = [said for said in ours if isinstance(said, dict) and said.get("label") == choice]
        for said in own or [None]:
            yield found(*known, 0, 0, None, _standing(said, prediction, None))


def _standing(ours: Said, prediction: Said, score: Any) -> Said:
    """What is known of an annotation where it now stands: a suggestion among a person's annotations is accepted."""
    if prediction is None:
        if ours is not None and ours.get("state") in ("suggested", "rejected"):
            return {**ours, "state": "accepted"}
        return ours
    known = {"state": "suggested", **prediction, **({"score": score} if score is not None else {})}
    return {**{name: value for name, value in known.items() if value is not None}, **(ours or {})}


def _row(row: Mapping[str, Any], text: str | None) -> Iterator[Found | Problem]:
    """JSON-MIN: each question's answers under its name, beside the data. A word may be an answer or no code at all."""
    for name, value in row.items():
        match value:
            case [{"start": _}, *_]:
                for one in value:
                    yield from _region({"value": one, "from_name": name}, text, None)
            case {"choices": [*choices]}:
                yield from _choices(choices, [], None, {"from_name": name})
            case str() if unlabel(value, {}) is not None and value is not text:
                yield from _choices([value], [], None, {"from_name": name})
            case _:
                pass
