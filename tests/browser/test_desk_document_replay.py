"""The browser replays acts as corpus/replay.py does, and finds the same groups to undo as the desk's server."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from desk_page import desk_corpus, served
from playwright.sync_api import Browser, Page

from annotate.desk.coding.view import stacks
from corpus.model import Event
from corpus.replay import PASSAGE, replay

pytestmark = pytest.mark.browser

LOGS = 1_500
ACTS = ("suggest", "create", "change", "delete", "accept", "reject", "undo", "redo", "reanchor", "recode", "answer")
AGENTS = ("ana", "ben", "hustings-rules 0.1.0")
SAID = ("id", "document", "agent", "made_at", "state", "score", *PASSAGE)


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Any page of the desk: modules may be imported there."""
    with served(desk_corpus(tmp_path_factory.mktemp("replay") / "corpus")) as address:
        page = browser.new_page()
        page.goto(f"{address}/-/login")
        yield page
        page.close()


def history(dice: random.Random, number: int) -> list[Event]:
    """Acts on one annotation, most of them possible."""
    told = []
    for place in range(dice.randint(0, 9)):
        act: Any = dice.choice(("suggest", "create")) if place == 0 and dice.random() < 0.9 else dice.choice(ACTS)
        passage: dict[str, Any] = {}
        if act in ("suggest", "create", "change") and dice.random() < 0.95:
            start = dice.randint(0, 9)
            passage = {"layer": dice.choice(("actor", "tactic")), "code": dice.choice("abc"), "start": start}
            passage |= {
                "end": start + 3,
                "quotation": "abc",
                "attributes": {"payment": dice.choice(("paid", "unpaid"))},
            }
        elif act == "reanchor":
            passage = {"start": dice.randint(0, 9), "end": 12, "quotation": "moved", "prefix": "p", "text_sha256": "t"}
        elif act == "recode":
            passage = {"code": dice.choice("abc")}
        elif act == "answer":
            passage = {"attributes": {"answer": "yes"}}
        elif act in ("undo", "redo"):
            passage = {"attributes": {"of": f"g{dice.randint(0, place)}"}}
        score = 0.5 if act == "suggest" else None
        told.append(
            Event(
                id=f"g{dice.randint(0, place) if dice.random() < 0.2 else place}.{dice.randint(0, 2)}",
                annotation=f"a{number}",
                document="d",
                act=act,
                agent=dice.choice(AGENTS),
                made_at=f"2026-01-01T00:00:0{place}Z",
                score=score,
                **passage,
            )
        )
    return told


def test_it_replays_as_the_server_does(page: Page) -> None:
    dice = random.Random(5)
    logs = [history(dice, number) for number in range(LOGS)]
    module = page.locator("link[href$='house.css']").get_attribute("href")
    assert module is not None
    theirs = page.evaluate(
        """async ([address, logs]) => {
          const { replay, stacks, whole } = await import(address);
          return logs.map((log) => [replay(log.map(whole)), stacks(log.map(whole))]);
        }""",
        [module.replace("house.css", "replay.js"), msgspec.to_builtins(logs)],
    )
    for log, (annotation, reach) in zip(logs, theirs, strict=True):
        ours = replay(log)
        if ours is None:
            assert annotation is None, log
        else:
            assert {name: annotation[name] for name in SAID} == {name: getattr(ours, name) for name in SAID}, log
        done, undone = stacks(log)
        assert (reach["done"], reach["undone"]) == (done, undone), log
