"""Label Studio's JSON (https://labelstud.io/guide/export): tasks, and the labeling interface as XML.

What people made or accepted is an annotation, what a model suggests is its prediction, with its version and scores.
Offsets are code points, as Label Studio writes them since it counts emoji as one; older projects have UTF-16, which
the words in each region tell. What Label Studio does not know stands in the region's `meta`, which it keeps; a
suggestion that a person took over into an annotation comes back as accepted.

JSON and JSON-MIN are read, whoever made them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson
from lxml import etree

from annotate.exchange.details import details
from annotate.exchange.files import read_all, recognised
from annotate.exchange.formats.label_studio_read import incoming, is_task
from annotate.exchange.labels import label
from annotate.exchange.palette import Entry, palette
from annotate.exchange.shapes import Annotated, File, Format, Incoming, Loss, Vocabulary
from annotate.exchange.xmltext import writable
from corpus.errors import Unreadable
from corpus.model import Annotation

TASKS = "tasks.json"
INTERFACE = "labeling_interface.xml"
ENDINGS = (".json",)


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """The tasks and the interface to set up the project with. Nothing is lost."""
    tasks: list[bytes] = []
    used: dict[str, Annotation] = {}
    for number, one in enumerate(documents, start=1):
        tasks.append(orjson.dumps(_task(one, number)))
        used |= {label(annotation.layer, annotation.code): annotation for annotation in one.annotations}
    yield File(TASKS, b"[\n" + b",\n".join(tasks) + b"\n]\n")
    yield File(INTERFACE, _interface(palette(vocabulary, used.values())))


def _task(one: Annotated, number: int) -> dict[str, Any]:
    """A document; `hustings` in its data says that we wrote it, and so in which unit."""
    document = one.document
    data = {"text": document.text, "document": document.id, "hustings": "code point"}
    data |= {"title": document.title} if document.title else {}
    proposed = ("suggested", "rejected")
    stand = [a for a in one.annotations if a.state not in proposed]
    waiting = sorted((a for a in one.annotations if a.state in proposed), key=lambda a: a.agent)
    predictions = []
    for agent, group in groupby(waiting, key=lambda a: a.agent):
        own = list(group)
        scores = [a.score for a in own if a.score is not None]
        mean = {"score": sum(scores) / len(scores)} if scores else {}
        predictions.append({"model_version": agent, **mean, "result": list(_result(own))})
    annotations = [{"id": number, "result": list(_result(stand)), "was_cancelled": False}] if stand else []
    return {"id": number, "data": data, "annotations": annotations, "predictions": predictions}


def _result(annotations: Iterable[Annotation]) -> Iterator[dict[str, Any]]:
    """A region for each passage, and one for all codes of the whole document: its choices are one answer."""
    codes: dict[str, list[dict[str, Any]]] = {}
    for a in annotations:
        name = label(a.layer, a.code)
        if a.start == a.end:
            codes.setdefault(name, []).append({"label": name, **details(a)})
            continue
        region = {
            "id": a.id,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": a.start, "end": a.end, "text": a.quotation, "labels": [name]},
            "meta": {"hustings": details(a)},
        }
        yield region | ({"score": a.score} if a.score is not None else {})
    if codes:
        yield {
            "id": "document-codes",
            "from_name": "codes",
            "to_name": "text",
            "type": "choices",
            "value": {"choices": list(codes)},
            "meta": {"hustings": [said for group in codes.values() for said in group]},
        }


def _interface(entries: Iterable[Entry]) -> bytes:
    """Labels under their names in both languages; files have the code, as `alias`."""
    root = etree.Element("View")
    labels = etree.SubElement(root, "Labels", name="label", toName="text", showInline="true")
    etree.SubElement(root, "Text", name="text", value="$text", granularity="symbol")
    choices = etree.SubElement(root, "Choices", name="codes", toName="text", choice="multiple", showInline="true")
    taken: set[str] = set()
    for entry in entries:
        title = entry.title if entry.title not in taken else f"{entry.title} ({entry.label})"
        taken.add(title)
        names: Mapping[str, str] = {"value": writable(title), "alias": writable(entry.label)}
        etree.SubElement(labels, "Label", {**names, "background": entry.colour})
        etree.SubElement(choices, "Choice", dict(names))
    return etree.tostring(root, encoding="UTF-8", pretty_print=True)


def read(path: Path) -> Iterator[Incoming]:
    """The tasks of a file, or of those of a folder."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    tasks = _tasks(path)
    if tasks is None:
        raise Unreadable("The file is no JSON of Label Studio.", where=str(path))
    return map(incoming, tasks)


def _tasks(path: Path) -> list[Any] | None:
    """The tasks of a file, which is a list of them or one; None where it is something else."""
    try:
        value = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    tasks = value if isinstance(value, list) else [value]
    return tasks if not tasks or is_task(tasks[0]) else None


def recognises(path: Path) -> bool:
    """JSON with tasks."""
    return recognised(path, ENDINGS, lambda file: bool(_tasks(file)))


FORMAT = Format(name="label-studio", title="Label Studio", write=write, read=read, recognises=recognises)
