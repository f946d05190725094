"""A document of 100,000 characters with 1,000 spans on the desk's page, in a real browser."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

import uvicorn
from datasette_auth_passwords.utils import hash_password
from playwright.sync_api import Page, sync_playwright

from annotate.desk.app import desk_server
from annotate.desk.work.assigning import Assignments
from benchmarks.table import show
from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Block, Document, Event, Observation, Place, Record, Source
from corpus.store import Fate
from corpus.web.listening import listen

PASSWORD = "four words and more"  # noqa: S105
SIZES = ((2_000, 20), (100_000, 1_000))
RUNS = 5
WORDS = "une équipe paie des clics et quarante comptes répondent le lendemain dans la même minute".split()  # noqa: SIM905
CODES = ("paid-clicks", "multiple-accounts", "copy-paste-posting", "micro-targeting", "bought-engagement")


def long_document(id: str, characters: int, spans: int) -> tuple[Document, list[Event]]:
    """Paragraphs of some hundred words, and suggestions all over them, overlapping."""
    chance = random.Random(characters)
    text, blocks = "", []
    while len(text) < characters:
        paragraph = " ".join(chance.choice(WORDS) for _ in range(110))
        text += "\n\n" if text else ""
        blocks.append(Block(kind="paragraph", start=len(text), end=len(text) + len(paragraph)))
        text += paragraph
    document = Document(id=id, kind="article", text=text, language="fr", title=id, blocks=tuple(blocks))
    events = []
    for number in range(spans):
        start = chance.randrange(len(text) - 120)
        end = start + chance.randrange(5, 120)
        before, after = context(text, start, end)
        events.append(
            Event(
                id=f"{id}-s{number}", annotation=f"{id}-annotation-{number}", document=id, act="suggest",
                agent="hustings-bench 1", made_at="2026-01-01T00:00:00Z", layer="tactic", code=chance.choice(CODES),
                start=start, end=end, quotation=text[start:end], prefix=before, suffix=after,
                text_sha256=sha256(text), score=0.5,
            )
        )  # fmt: skip
    return document, events


def page_corpus(root: Path) -> Corpus:
    """A short and a long document, Ana's."""
    corpus = make_corpus(root, title="Bench")
    with corpus.store() as store, store.writing(), corpus.events() as log:
        hashed = hash_password(PASSWORD, iterations=1000)
        log.db.execute(
            "INSERT INTO annotators (name, role, password, added_at) VALUES ('ana', 'annotator', ?, '')", (hashed,)
        )
        for characters, spans in SIZES:
            document, events = long_document(f"d{characters}", characters, spans)
            raw = document.text.encode()
            source = Source(
                id=f"s{characters}", name=document.id, path="", sha256=sha256(raw), size=len(raw), format="dump"
            )
            store.add_source(source)
            record = Record(source=source.id, number=0, place=Place(), raw=raw, sha256=sha256(raw))
            store.put(document, Observation(document=document.id, source=source.id, number=0), cleaned_by="benchmark")
            store.add_record(record, Fate(outcome="kept", document=document.id))
            log.append(events)
            Assignments(log).give([document.id], "ana", by="benchmark")
    return corpus


def measure_page() -> None:
    """Print when the page can be used after the response, and when a new span is on the screen."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser_path is None:
        print("No chromium here: the page was not measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        server = desk_server(page_corpus(Path(folder) / "corpus"))
        with listen("127.0.0.1", 0) as listening:
            running = uvicorn.Server(uvicorn.Config(server.app(), log_level="warning"))
            thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            while not running.started:
                time.sleep(0.01)
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
                page = browser.new_page(
                    viewport={"width": 1280, "height": 900}, bypass_csp=True
                )  # Playwright waits by eval
                page.goto(f"{address}/-/login")
                page.fill("#name", "ana")
                page.fill("#password", PASSWORD)
                page.click("main button")
                rows = [_measured(page, address, *size) for size in SIZES]
                browser.close()
            running.should_exit = True
            thread.join(timeout=10)
        server.desk.close()
    show(
        f"The document page in Chromium, medians of {RUNS}, milliseconds",
        ["characters", "spans", "usable after the response", "new span on screen"],
        rows,
    )


def _measured(page: Page, address: str, characters: int, spans: int) -> list[object]:
    usable, shown = [], []
    for _ in range(RUNS):
        page.goto(f"{address}/document/d{characters}")
        page.wait_for_function("performance.getEntriesByName('desk:interactive').length > 0")
        usable.append(page.evaluate("performance.getEntriesByName('desk:interactive').at(-1).duration"))
        page.evaluate(SELECT)
        page.keyboard.type("paid cl")
        page.keyboard.press("Enter")
        page.wait_for_function("performance.getEntriesByName('desk:span').length > 0")
        shown.append(page.evaluate("performance.getEntriesByName('desk:span').at(-1).duration"))
    return [characters, spans, round(median(usable)), round(median(shown))]


SELECT = """() => {
  const block = document.querySelector('[data-block]') ?? document.querySelector('.block');
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const node = walker.nextNode();
  getSelection().setBaseAndExtent(node, 0, node, Math.min(3, node.length));
}"""
