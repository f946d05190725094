"""Every error that Hustings raises on purpose, in one place.

A message says what is wrong, where (file, line, record) and what to do about it. The command prints it and ends with
the error's `exit_status`; anything else that escapes is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Callable


class HustingsError(Exception):
    """The root of the tree.

    `what` is a full sentence; `where` names the file, line or record; `todo` says what a person can do.
    """

    exit_status = 1

    def __init__(self, what: str, *, where: str | None = None, todo: str | None = None) -> None:
        self.what = what
        self.where = where
        self.todo = todo
        super().__init__(" ".join(part for part in (f"{where}: {what}" if where else what, todo) if part))

    def __reduce__(self) -> tuple[Callable[..., HustingsError], tuple[object, ...]]:
        """An error of a worker process reaches its parent with all that it says."""
        return _made_again, (type(self), self.__dict__)


def _made_again(kind: type[HustingsError], said: dict[str, object]) -> HustingsError:
    return kind(**said)  # type: ignore[arg-type]  # each keeps its arguments as attributes of the same names


class UsageError(HustingsError):
    """The command was called in a way that cannot work."""

    exit_status = 2


class NoCorpus(UsageError):
    """No corpus was found from the current folder upwards."""


class CorpusTooNew(HustingsError):
    """The corpus was written by a later Hustings than this one."""


class SettingsError(HustingsError):
    """hustings.toml, codebook.yaml, actors.yaml, cases.yaml or rights.yaml says something that cannot be right."""


class StoreError(HustingsError):
    """The corpus could not be read or written: a full disk, a lock, a damaged file."""


class Unreadable(HustingsError):
    """A source cannot be opened or read at all."""


class BadRecord(HustingsError):
    """One record cannot become a document; it goes to quarantine and the others go on.

    `code` is a short stable word for counting (`empty`, `binary`, `not-json`, `wrong-type`, `no-text`, ...).
    """

    def __init__(self, code: str, what: str, *, where: str | None = None, todo: str | None = None) -> None:
        self.code = code
        super().__init__(what, where=where, todo=todo)


class QueryError(HustingsError):
    """A search query that cannot be understood.

    `key` names what is wrong with it, for pages that say so in the reader's language with `values`.
    """

    exit_status = 2

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        todo: str | None = None,
        key: str | None = None,
        values: dict[str, object] | None = None,
    ) -> None:
        self.key = key
        self.values = values or {}
        super().__init__(what, where=where, todo=todo)


class TakenDown(BadRecord):
    """A record or document that was taken down comes again; it stays out."""


class NotPublishable(HustingsError):
    """What would be published may not be: a private person beside a political code."""


class NoSite(UsageError):
    """The site has not been built yet."""
