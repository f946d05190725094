"""The words that fields may have, one for one thing. Nothing is imported here: a command can name them at once."""

from __future__ import annotations

from typing import Literal

DocumentKind = Literal["article", "post", "comment", "page"]
POSTS: tuple[DocumentKind, ...] = ("post", "comment")  # of which the author is an account; a journalist signs
State = Literal["live", "deleted", "withheld", "suspended"]
Precision = Literal["year", "month", "day", "minute", "second"]
BlockKind = Literal["title", "deck", "heading", "paragraph", "list_item", "quotation", "caption", "embedded_post"]
Reason = Literal[
    "navigation",
    "related_link",
    "subscription",
    "comment",
    "footer",
    "rating",
    "credit",
    "tags",
    "breadcrumb",
    "repeated_title",
    "byline",
    "date",
    "sharing",
    "consent",
    "advertisement",
    "recurring",
    "other",
]
RelationKind = Literal["reply_to", "quotes", "reposts", "links_to", "embeds", "near_duplicate_of", "translation_of"]
Layer = Literal["actor", "tactic", "figure", "quotation", "date", "note", "question"]
LAYERS: tuple[Layer, ...] = ("actor", "tactic", "figure", "quotation", "date")  # what is said of a text
REMARKS: tuple[Layer, ...] = (
    "note",
    "question",
)  # what annotators say to each other: stays at the desk
Act = Literal[
    "suggest",
    "create",
    "change",
    "delete",
    "accept",
    "reject",
    "undo",
    "redo",
    "submit",
    "reopen",
    "answer",
    "adjudicate",
    "reanchor",
    "recode",
]
AnnotationState = Literal["suggested", "accepted", "rejected", "made", "deleted"]
Verdict = Literal["right", "wrong"]
Outcome = Literal["kept", "merged", "quarantined"]
Tier = Literal["sealed", "team", "public"]  # who may see it: nobody outside the corpus, the team, everybody
WHOLE_DOCUMENT = ""  # the annotation that an act on a document as a whole (`submit`) names
