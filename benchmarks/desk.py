"""The annotation desk: 50 annotators at once, killed and cut off meanwhile; and a long document in a real browser.

    python -m benchmarks desk

Each annotator logs in over HTTP to a desk that runs in a process of its own and acts as a browser does: one group of
acts at a time, with ids made beforehand, sent again until it is acknowledged. Tags, changes, deletions, accepted and
rejected suggestions, undo. First at the pace of hard-working people (one act a second each), then as fast as answers
come, then with a network that loses one answer in ten after the server has written, sends one request in ten twice, and
a server that is killed with -9 twenty times. At the end the log is replayed: every acknowledged act must be there once,
and leave what its annotator saw.

HUSTINGS_DESK_SECONDS is how long each of the three takes (default 300).
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
from datasette_auth_passwords.utils import hash_password

from annotate.desk.coding.view import visible
from annotate.desk.work.assigning import Assignments
from benchmarks.deskpage import measure_page
from benchmarks.table import show
from corpus.database import transaction
from corpus.events import EventLog, context
from corpus.folder import Corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Block, Document, Event, Observation, Place, Record, Source
from corpus.replay import replay
from corpus.store import Fate

SECONDS = float(os.environ.get("HUSTINGS_DESK_SECONDS", "300"))
ANNOTATORS = 50
DOCUMENTS = 20  # of each annotator, all of them the same ones, blind
KILLS = 20
LOST, TWICE = 0.1, 0.1  # of requests: the answer never comes; it is sent two times at once
PASSWORD = "four words and more"  # noqa: S105 - of people whom only a benchmark knows
WORDS = "une équipe paie des clics 👋 et quarante comptes répondent le lendemain dans la même minute"
CODES = ("paid-clicks", "multiple-accounts", "copy-paste-posting", "micro-targeting")
BIN = Path(sys.executable).parent


def desk_corpus(root: Path) -> Corpus:
    """Twenty documents of 3,000 characters with twenty suggestions each, given to fifty people."""
    corpus = make_corpus(root, title="Bench")
    chance = random.Random(7)
    words = WORDS.split()
    documents = []
    for number in range(DOCUMENTS):
        text = " ".join(chance.choice(words) for _ in range(500))
        block = Block(kind="paragraph", start=0, end=len(text))
        documents.append(Document(id=f"d{number}", kind="article", text=text, language="fr", blocks=(block,)))
    with corpus.store() as store, store.writing():
        for document in documents:
            raw = document.text.encode()
            source = Source(
                id=f"s{document.id}", name=document.id, path="", sha256=sha256(raw), size=len(raw), format="dump"
            )
            store.add_source(source)
            record = Record(source=source.id, number=0, place=Place(), raw=raw, sha256=sha256(raw))
            seen = Observation(document=document.id, source=source.id, number=0)
            store.put(document, seen, cleaned_by="benchmark")
            store.add_record(record, Fate(outcome="kept", document=document.id))
    hashed = hash_password(PASSWORD, iterations=1000)
    with corpus.events() as log, transaction(log.db):
        log.insert(_suggestion(document, n, chance) for document in documents for n in range(20))
        for name in names():
            log.db.execute(
                "INSERT INTO annotators (name, role, password, added_at) VALUES (?, 'annotator', ?, '')", (name, hashed)
            )
            Assignments(log).give([document.id for document in documents], name, by="benchmark")
    return corpus


def names() -> list[str]:
    return [f"annotator {number:02}" for number in range(ANNOTATORS)]


def _suggestion(document: Document, number: int, chance: random.Random) -> Event:
    start = chance.randrange(len(document.text) - 30)
    end = start + chance.randrange(5, 30)
    before, after = context(document.text, start, end)
    return Event(
        id=f"{document.id}-suggested-{number}", annotation=f"{document.id}-annotation-{number}", document=document.id,
        act="suggest", agent="hustings-bench 1", made_at="2026-01-01T00:00:00Z", layer="tactic",
        code=chance.choice(CODES), start=start, end=end, quotation=document.text[start:end], prefix=before,
        suffix=after, text_sha256=sha256(document.text), score=0.5,
    )  # fmt: skip


class Server:
    """A desk in a process of its own, which can be killed and started again on the same port."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [BIN / "hustings", "-C", self.corpus.root, "annotate", "desk", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    async def ready(self) -> None:
        async with httpx.AsyncClient() as client:
            while True:
                try:
                    await client.get(f"{self.address}/-/login")
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)
                else:
                    return

    def kill(self, how: int = signal.SIGKILL) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()

    def memory(self) -> float:
        """Megabytes that it has had at most."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1000


@dataclass
class Tally:
    """What the annotators of a phase met."""

    waits: list[float] = field(default_factory=list)  # seconds until an act was acknowledged
    acknowledged: list[str] = field(default_factory=list)  # groups
    answers: Counter[str] = field(default_factory=Counter)


class Annotator:
    """One person: what they see, and what they have been told is saved."""

    def __init__(self, address: str, name: str, tally: Tally, *, bad_network: bool, pace: float) -> None:
        self.name, self.tally, self.bad_network, self.pace = name, tally, bad_network, pace
        self.http = httpx.AsyncClient(base_url=address, timeout=20)
        self.chance = random.Random(name + str(pace) + str(bad_network))
        self.texts: dict[str, str] = {}
        self.last: dict[str, dict[str, str]] = {}  # by document: the last act on each annotation that they see
        self.states: dict[str, dict[str, list[str]]] = {}  # by document and annotation: its states, the latest last
        self.done: dict[str, list[tuple[str, str]]] = {}  # by document: groups with their annotation

    async def log_in(self) -> None:
        page = await self.http.get("/-/login")
        token = page.cookies["ds_csrftoken"]
        fields = {"name": self.name, "password": PASSWORD, "csrftoken": token}
        answer = await self.http.post("/-/login", data=fields)
        assert answer.status_code == 303, answer.text
        self.http.headers["x-csrftoken"] = token

    async def open(self, id: str) -> None:
        sheet = (await self.http.get(f"/document/{id}.json")).json()
        self.texts[id] = sheet["document"]["text"]
        self.last[id] = {act["annotation"]: act["id"] for act in sheet["acts"] if act["annotation"]}
        self.states[id] = {annotation: ["there"] for annotation in self.last[id]}
        self.done[id] = []

    async def work(self, until: float) -> None:
        ids = [f"d{number}" for number in range(DOCUMENTS)]
        self.chance.shuffle(ids)
        for id in ids[:4]:
            await self.open(id)
        await asyncio.sleep(self.chance.random() * self.pace)
        while time.monotonic() < until:
            began = time.monotonic()
            await self.act(self.chance.choice(ids[:4]))
            if self.pace:
                await asyncio.sleep(max(0.0, self.pace - (time.monotonic() - began)))
        await self.http.aclose()

    async def act(self, id: str) -> None:
        """One thing that an annotator does."""
        group, of, acts = f"g-{uuid.uuid4()}", None, []
        done, last, text, states = self.done[id], self.last[id], self.texts[id], self.states[id]
        there = sorted(annotation for annotation, past in states.items() if past[-1] != "deleted")
        kind = self.chance.choices(["create", "change", "delete", "accept", "reject", "undo"], [5, 1, 1, 2, 1, 1])[0]
        if kind == "undo" and done:
            of, annotation = done.pop()
            acts = [{"act": "undo", "annotation": annotation, "base": last[annotation]}]
            states[annotation].pop()
        elif kind in ("delete", "accept", "reject") and there:
            annotation = self.chance.choice(there)
            acts = [{"act": kind, "annotation": annotation, "base": last[annotation]}]
        else:
            annotation, base, kind = f"a-{uuid.uuid4()}", None, "create" if kind != "change" or not there else kind
            if kind == "change":
                annotation = self.chance.choice(there)
                base = last[annotation]
            start = self.chance.randrange(len(text) - 40)
            end = start + self.chance.randrange(1, 40)
            passage = {"layer": "tactic", "code": self.chance.choice(CODES), "start": start, "end": end}
            acts = [{"act": kind, "annotation": annotation, "base": base, "quotation": text[start:end], **passage}]
        began = time.monotonic()
        await self.send(id, {"id": group, "document": id, "text_sha256": sha256(text), "acts": acts, "of": of})
        self.tally.waits.append(time.monotonic() - began)
        last[annotation] = f"{group}.0"
        if of is None:
            done.append((group, annotation))
            states.setdefault(annotation, ["deleted"]).append("deleted" if kind == "delete" else "there")

    async def send(self, id: str, group: dict[str, Any]) -> None:
        """Until it is acknowledged."""
        while True:
            try:
                if self.bad_network and self.chance.random() < LOST:
                    await self.http.post(f"/document/{id}/acts", json=group)
                    raise httpx.ReadError("the answer was lost")
                if self.bad_network and self.chance.random() < TWICE:
                    post = self.http.post
                    both = [post(f"/document/{id}/acts", json=group), post(f"/document/{id}/acts", json=group)]
                    answer = (await asyncio.gather(*both))[1]
                else:
                    answer = await self.http.post(f"/document/{id}/acts", json=group)
            except httpx.HTTPError:
                self.tally.answers["no answer, sent again"] += 1
                await asyncio.sleep(0.1)
                continue
            status = answer.json().get("status") if answer.status_code == 200 else str(answer.status_code)
            self.tally.answers[str(status)] += 1
            if answer.status_code != 200:
                raise AssertionError(f"{answer.status_code}: {answer.text[:300]} to {group}")
            self.tally.acknowledged.append(str(group["id"]))
            return


async def phase(server: Server, *, bad_network: bool, pace: float, kills: int) -> tuple[Tally, list[Annotator]]:
    """Everybody at work for a while."""
    tally = Tally()
    people = [Annotator(server.address, name, tally, bad_network=bad_network, pace=pace) for name in names()]
    await asyncio.gather(*(one.log_in() for one in people))
    until = time.monotonic() + SECONDS
    jobs = [asyncio.create_task(one.work(until)) for one in people]
    for _ in range(kills):
        await asyncio.sleep(SECONDS / (kills + 1))
        server.kill()
        server.start()
    await asyncio.gather(*jobs)
    return tally, people


def replayed(corpus: Corpus, acknowledged: list[str], people: list[Annotator]) -> list[object]:
    """How many acknowledged groups there are, how many are missing, are there twice, or leave something else."""
    with corpus.events() as log:
        there = Counter(str(id).rpartition(".")[0] for (id,) in log.db.execute("SELECT id FROM events"))
        missing = sum(there[group] == 0 for group in acknowledged)
        twice = sum(there[group] > 1 for group in acknowledged)
        told = set(acknowledged)
        unknown = sum(group.startswith("g-") and group not in told for group in there)
        otherwise = sum(_otherwise(log, one) for one in people)
    return [len(acknowledged), missing, twice, unknown, otherwise]


def _otherwise(log: EventLog, person: Annotator) -> int:
    """Annotations whose last act is not the one that the person saw last."""
    wrong = 0
    for id, last in person.last.items():
        for annotation, acts in groupby(log.events(id), key=lambda act: act.annotation):
            if annotation in last:
                shown = visible(acts, person.name)
                wrong += replay(shown) is None or shown[-1].id != last[annotation]
    return wrong


def main() -> None:
    """Three phases, each on a corpus of its own; then the page."""
    speed, log = [], []
    for name, bad_network, pace, kills in (
        ("an act a second each", False, 1.0, 0),
        ("as fast as answers come", False, 0.0, 0),
        (f"killed {KILLS} times, network bad", True, 0.0, KILLS),
    ):
        with tempfile.TemporaryDirectory() as folder:
            corpus = desk_corpus(Path(folder) / "corpus")
            server = Server(corpus)
            server.start()
            try:
                asyncio.run(server.ready())
                tally, people = asyncio.run(phase(server, bad_network=bad_network, pace=pace, kills=kills))
                memory = server.memory()
            finally:
                server.kill(signal.SIGTERM)
            cuts = quantiles([wait * 1000 for wait in tally.waits], n=100)
            speed.append(
                [name, ANNOTATORS, len(tally.waits), len(tally.waits) / SECONDS, cuts[49], cuts[94], cuts[98], memory]
            )
            log.append([name, *replayed(corpus, tally.acknowledged, people), tally.answers["no answer, sent again"]])
    show(
        f"The desk over HTTP, {SECONDS:.0f} seconds each, browsers and desk on one machine",
        ["annotators", "at once", "acts", "acts/s", "p50 ms", "p95 ms", "p99 ms", "peak MB"],
        speed,
    )
    show(
        "The log afterwards",
        ["annotators", "acknowledged", "missing", "twice", "never acknowledged", "other than seen", "sent again"],
        log,
    )
    measure_page()


if __name__ == "__main__":
    main()
