"""A learned model in the corpus's folder: `models/learned-HASH/`, numbers and names only, so that loading runs nothing.

`model.json` says what it was learned from, what it does for each code and how well; `vocabulary.json` names its
features; `weights.npz` holds the numbers (numpy, without pickled objects). A model of another FORMAT, or of another
encoder's vectors, is refused: it is to be learned anew. The hash is of the examples and of how they
were learned, so that the same data gives the same folder to the last byte. `models/newest.json` names the last one.
"""

from __future__ import annotations

import io
import os
import shutil
import zipfile
import zlib
from pathlib import Path

import msgspec
import numpy as np

from annotate.learn.decide import Numbers, Platt, Policy
from annotate.learn.features import KINDS
from annotate.meaning.encoder import MODEL, SIZE
from corpus.errors import StoreError

FOLDER = "models"
NEWEST = "newest.json"
PREFIX = "learned-"
FORMAT = 2  # with 1 there was no meaning
_TODO = "Run `hustings annotate learn`, or set `learned = false` in hustings.toml to do without."


class Scores(msgspec.Struct, frozen=True):
    """Counts over passages, and precision, recall and F1, each with the interval of 1,000 bootstrap samples."""

    right: int
    wrong: int
    found: int
    passages: int
    precision: tuple[float, float, float]
    recall: tuple[float, float, float]
    f1: tuple[float, float, float]


class OfCode(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one code: how much people judged and, where that was enough, what cross-validation gave.

    `used` says whether suggestions follow the model, `why` says it in words.
    """

    code: str
    passages: int
    documents: int
    without: int  # sentences that people say lack the code
    used: bool = False
    why: str
    rules: Scores | None = None
    both: Scores | None = None
    brier: float | None = None
    calibration_error: float | None = None
    policy: Policy = Policy()
    platt: Platt | None = None
    intercept: float = 0.0
    formerly: tuple[str, ...] = ()  # as the codebook had it


class _Form(msgspec.Struct, frozen=True):
    """Of model.json what says whether the rest can be read at all."""

    format: int = 1
    encoder: str = ""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """model.json."""

    format: int = FORMAT
    encoder: str = MODEL
    id: str
    data: str  # sha256 of the examples
    made_with: str
    documents: int
    sentences: int
    languages: tuple[str, ...]
    codes: tuple[OfCode, ...]
    rules: Scores  # of all codes that had enough, together
    both: Scores


class Stored(msgspec.Struct, frozen=True):
    """A model as it is kept. `weights` (features x used codes) lie kind after kind, as `names` and `idf` do; those of
    meaning, which is measured from `centre` (vectors.meant), come last."""

    about: About
    names: dict[str, list[str]]
    idf: dict[str, Numbers]
    centre: Numbers
    weights: Numbers


def save(root: Path, model: Stored) -> Path:
    """Write a model, whole or not at all, and make it the newest. StoreError where that cannot be."""
    folder = root / FOLDER / f"{PREFIX}{model.about.id}"
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        beside.mkdir(parents=True)
        (beside / "model.json").write_bytes(_json(model.about))
        (beside / "vocabulary.json").write_bytes(_json(model.names))
        idf = {f"idf_{kind}": numbers for kind, numbers in sorted(model.idf.items())}
        (beside / "weights.npz").write_bytes(_npz({"centre": model.centre, **idf, "weights": model.weights}))
        if folder.exists():
            shutil.rmtree(folder)
        beside.rename(folder)
        pointer = folder.with_name(f".{NEWEST}.{os.getpid()}")
        pointer.write_bytes(_json({"learned": folder.name}))
        pointer.replace(folder.with_name(NEWEST))
    except OSError as error:
        raise StoreError(f"{error.strerror}.", where=str(folder), todo="Check that you may write there.") from error
    return folder


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def _npz(arrays: dict[str, Numbers]) -> bytes:
    """numpy's own archive format; the times of its members stay at 1980, so that bytes do not depend on the day."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.lib.format.write_array(one, array.astype(np.float32), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def newest(root: Path) -> Stored | None:
    """The model that was learned last, None where none was. StoreError where its files are damaged or missing, or
    another version's."""
    pointer = root / FOLDER / NEWEST
    if not pointer.is_file():
        return None
    try:
        name = msgspec.json.decode(pointer.read_bytes(), type=dict[str, str]).get("learned", "")
        folder = pointer.with_name(Path(name).name)
        described = (folder / "model.json").read_bytes()
        if msgspec.json.decode(described, type=_Form) != _Form(FORMAT, MODEL):
            raise StoreError("Another version of Hustings learned this model.", where=str(folder), todo=_TODO)
        about = msgspec.json.decode(described, type=About)
        names = msgspec.json.decode((folder / "vocabulary.json").read_bytes(), type=dict[str, list[str]])
        with zipfile.ZipFile(folder / "weights.npz") as archive:
            idf = {kind: _array(archive, f"idf_{kind}") for kind in KINDS}
            centre, weights = _array(archive, "centre"), _array(archive, "weights")
    # msgspec's errors are ValueErrors; the others are zipfile's ways of saying that a file is cut or altered
    except (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise StoreError(f"The learned model cannot be read: {error}.", where=str(pointer), todo=_TODO) from error
    used = sum(one.used for one in about.codes)
    sizes = {kind: len(names.get(kind, [])) for kind in KINDS}
    fit = len(centre) == SIZE and all(len(idf[kind]) == sizes[kind] for kind in KINDS)
    if not fit or weights.shape != (sum(sizes.values()) + SIZE, used):
        raise StoreError("The learned model's files do not fit together.", where=str(folder), todo=_TODO)
    return Stored(about, names, idf, centre, weights)


def _array(archive: zipfile.ZipFile, name: str) -> Numbers:
    with archive.open(f"{name}.npy") as file:
        return np.asarray(np.lib.format.read_array(file, allow_pickle=False), dtype=np.float64)
