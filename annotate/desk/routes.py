"""Every address of the desk, who may use it, and what answers. What is not here is not there, not even Datasette's own.

Who may: `anyone` needs no session; `annotator`, `adjudicator` and `coordinator` are the roles, each of which may do
what the one before it may. Whose document it is, is asked by the page itself.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from annotate.desk.ask import Handler
from annotate.desk.pages import (
    adjudication,
    agreement,
    audit,
    codebook,
    codebook_past,
    codebook_review,
    concordance,
    document,
    entrance,
    questions,
    queue,
    words,
    work,
)
from annotate.desk.people import ROLES, Role

Least = Literal["anyone", "annotator", "adjudicator", "coordinator"]


class Route(NamedTuple):
    """A pattern of paths (a regular expression), its methods, the least role, and what answers."""

    pattern: str
    methods: tuple[str, ...]
    least: Least
    handler: Handler


ID = r"(?P<id>[^/]+)"

ROUTES = (
    Route(r"/$", ("GET",), "annotator", queue.queue_page),
    Route(r"/-/login$", ("GET", "POST"), "anyone", entrance.login),
    Route(r"/-/logout$", ("POST",), "annotator", entrance.logout),
    Route(r"/password$", ("GET", "POST"), "annotator", entrance.password),
    Route(rf"/document/{ID}\.json$", ("GET",), "annotator", document.sheet_json),
    Route(rf"/document/{ID}/acts$", ("POST",), "annotator", document.act),
    Route(rf"/document/{ID}$", ("GET",), "annotator", document.document_page),
    Route(r"/work$", ("GET", "POST"), "coordinator", work.work_page),
    Route(r"/questions$", ("GET", "POST"), "adjudicator", questions.questions_page),
    Route(r"/audit$", ("GET",), "coordinator", audit.acts_page),
    Route(r"/audit\.jsonl$", ("GET",), "coordinator", audit.acts_file),
    Route(r"/audit/entries$", ("GET",), "coordinator", audit.entries_page),
    Route(r"/codebook$", ("GET",), "annotator", codebook.codebook_page),
    Route(r"/codebook/code/(?P<slug>[^/]+)$", ("GET",), "annotator", codebook.code_page),
    Route(r"/codebook/code/(?P<slug>[^/]+)/change$", ("POST",), "coordinator", codebook.change_code),
    Route(r"/codebook/add$", ("GET", "POST"), "coordinator", codebook.add_page),
    Route(r"/codebook/take$", ("POST",), "coordinator", codebook.take),
    Route(r"/codebook/history$", ("GET",), "annotator", codebook_past.history_page),
    Route(r"/codebook/history/(?P<number>[^/]+)$", ("GET",), "annotator", codebook_past.version_page),
    Route(r"/codebook/review$", ("GET", "POST"), "coordinator", codebook_review.review_page),
    Route(rf"/codebook/review/{ID}$", ("GET",), "coordinator", codebook_review.text_page),
    Route(r"/concordance$", ("GET",), "annotator", concordance.concordance_page),
    Route(r"/concordance\.json$", ("GET",), "annotator", concordance.concordance_json),
    Route(r"/outcomes$", ("GET",), "annotator", adjudication.outcomes_page),
    Route(r"/adjudication$", ("GET",), "adjudicator", adjudication.listing),
    Route(rf"/adjudication/{ID}/other$", ("GET", "POST"), "adjudicator", adjudication.other_page),
    Route(rf"/adjudication/{ID}$", ("GET", "POST"), "adjudicator", adjudication.document_page),
    Route(r"/agreement$", ("GET",), "adjudicator", agreement.agreement_page),
    Route(r"/codebook\.json$", ("GET",), "annotator", words.codebook),
    Route(r"/actors\.json$", ("GET",), "annotator", words.actors),
)


# What stands in the head of every page: path, message, least role.
SECTIONS: tuple[tuple[str, str, Least], ...] = (
    ("/", "nav.queue", "annotator"),
    ("/concordance", "nav.concordance", "annotator"),
    ("/outcomes", "nav.outcomes", "annotator"),
    ("/codebook", "nav.codebook", "annotator"),
    ("/work", "nav.work", "coordinator"),
    ("/questions", "nav.questions", "adjudicator"),
    ("/adjudication", "nav.adjudication", "adjudicator"),
    ("/agreement", "nav.agreement", "adjudicator"),
    ("/audit", "nav.audit", "coordinator"),
)


def may(role: Role, least: Least) -> bool:
    """Whether a role reaches what needs at least this one."""
    return least == "anyone" or ROLES.index(role) >= ROLES.index(least)
