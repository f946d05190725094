"""An annotation as a row of text features, for formats that know layers with named features and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import orjson

from annotate.exchange.labels import unlabel
from annotate.exchange.shapes import Found
from corpus.model import Annotation

LAYER = "hustings.Annotation"
DOCUMENT_CODE = "hustings.DocumentCode"
DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
# Layers that segment and describe a text, and no coding of it; what INCEpTION notes of a project's own set-up.
NO_CODING = (
    *(
        "uima.",
        "org.dkpro.core.api.xml.",
        "de.tudarmstadt.ukp.clarin.webanno.api.type.",
        "de.tudarmstadt.ukp.inception.",
    ),
    *(DKPRO + kind for kind in ("segmentation.", "metadata.", "lexmorph.", "syntax.")),
)
NAMES = ("layer", "code", "attributes", "state", "score", "agent", "id")


def features(a: Annotation) -> dict[str, str]:
    """What there is to know of an annotation but for its place; absent is unknown. `attributes` is JSON."""
    found = {"layer": a.layer, "code": a.code, "state": a.state, "agent": a.agent, "id": a.id}
    if a.attributes:
        found["attributes"] = orjson.dumps(a.attributes, option=orjson.OPT_SORT_KEYS).decode()
    if a.score is not None:
        found["score"] = repr(a.score)
    return found


def found_of(said: Mapping[str, Any], start: int, end: int, quotation: str | None = None) -> Found:
    """The annotation that features tell, of ours or of another tool's layer, in which one is a label of ours.

    ValueError where no feature says which code it is.
    """
    known = {name: value for name, value in said.items() if value not in (None, "")}
    label = (known["layer"], known["code"]) if {"layer", "code"} <= known.keys() else None
    label = label or next((code for value in known.values() if (code := unlabel(str(value), {}))), None)
    if label is None:
        raise ValueError("none of its features says which code it is, as in tactic:sponsored-memes")
    attributes = known.get("attributes", None if "id" not in known else "{}")
    fields = {
        "layer": label[0],
        "code": label[1],
        "start": start,
        "end": end,
        "quotation": quotation,
        "attributes": None if attributes is None else orjson.loads(attributes),
        "id": known.get("id"),
        "agent": known.get("agent"),
        "score": None if "score" not in known else float(known["score"]),
        "state": known.get("state"),
    }
    try:
        return msgspec.convert(fields, Found)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
