"""The site's pages in Chromium on a slow phone, beside stock Datasette's on the same database.

Phone, line and processor are those that Lighthouse 12 has by default and applies through the browser's own brakes (its
core/config/constants.js, mobileSlow4G): 412 by 823 at 1.75; 562.5 ms a request, which stands for round trips of 150 ms
with those of a new connection; 1.47 Mbit/s down, 675 kbit/s up; the processor four times slower. Each load is in a new
context with nothing in its cache. What is printed is each measure's median.

FCP, LCP and layout shifts are what the browser's PerformanceObserver says; CLS is the sum of all shifts, which is no
less than the worst window of them. TBT is what tasks had over 50 ms each, from FCP until nothing was loaded or at work
any more. "Good" is what web.dev/articles/vitals, /fcp and /tbt call good. The last number of speed goes by Lighthouse's
curves: each measure on a log-normal curve through .9 and .5 at two points, and weights, of Lighthouse 10 and later
(developer.chrome.com/docs/lighthouse/performance/performance-scoring; its core/audits/metrics). Lighthouse's fifth,
Speed Index, which has a tenth of the weight, is left out and the others share it: this is no Lighthouse score.

The pages are the sample corpus's, and one document more that has the texts of all in it.
"""

from __future__ import annotations

import math
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import NormalDist, median
from typing import Any

import jsonlines
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.site import BIN, served
from benchmarks.table import show
from publish.database import site_path
from publish.demo import prepare

RUNS = 3
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
LINE = {
    "offline": False,
    "latency": 150 * 3.75,  # ms a request
    "downloadThroughput": 1638.4 * 0.9 * 1000 / 8,  # bytes a second
    "uploadThroughput": 675 * 1000 / 8,
}
SLOWER = 4
QUIET = 1.0  # seconds without a task over 50 ms
LONG = 50  # ms
PATIENCE = 60_000  # ms
LEAST = 2_000  # bytes with their headers; less need not be compressed
# Weight, where the curve has .9 (what is called good), where it has .5.
CURVES = {"fcp": (0.10, 1800, 3000), "lcp": (0.25, 2500, 4000), "cls": (0.25, 0.1, 0.25), "tbt": (0.30, 200, 600)}
TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml")

OBSERVE = """
window.seen = {paint: [], 'largest-contentful-paint': [], 'layout-shift': [], longtask: []};
for (const type of Object.keys(seen))
  new PerformanceObserver(list => seen[type].push(...list.getEntries())).observe({type, buffered: true});
"""
MEASURED = """() => ({
  fcp: seen.paint.find(one => one.name === 'first-contentful-paint')?.startTime,
  lcp: seen['largest-contentful-paint'].at(-1)?.startTime,
  cls: seen['layout-shift'].reduce((sum, one) => sum + (one.hadRecentInput ? 0 : one.value), 0),
  tasks: seen.longtask.map(one => [one.startTime, one.duration]),
  last: Math.max(0, ...seen.longtask.map(one => one.startTime + one.duration)),
  now: performance.now(),
})"""
# What is wrong with a page, of what Lighthouse looks at for search engines and good practice.
FAULTS = """() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const filled = (selector, name) => all(selector).filter(one => one.getAttribute(name)?.trim()).length;
  const wrong = {
    'no title': all('head > title').length !== 1 || !document.title.trim(),
    'no description': filled('meta[name=description]', 'content') !== 1,
    'no lang': !document.documentElement.lang,
    'no viewport': !all('meta[name=viewport]').some(one => one.content.includes('width=device-width')),
    'no canonical or hreflang': !all('link[rel=canonical], link[hreflang]').length,
    'address not whole': all('link[rel=canonical], link[hreflang]')
      .some(one => !/^https?:/.test(one.getAttribute('href'))),
    'picture without size': all('img').some(one => !one.getAttribute('width') || !one.getAttribute('height')),
    'link not to be followed': all('a[href]').some(one => /^(javascript:|$)/.test(one.getAttribute('href').trim())),
    'wider than the phone': document.documentElement.scrollWidth > innerWidth,
  };
  return Object.keys(wrong).filter(name => wrong[name]);
}"""


@dataclass
class Load:
    """One load of a page: milliseconds, except `cls`, which has no unit."""

    fcp: float
    lcp: float
    cls: float
    tbt: float
    size: int  # bytes as they came over the line
    requests: int


@dataclass
class Heard:
    """What came over the line for a page, and what is wrong with it."""

    sizes: list[int] = field(default_factory=list)  # bytes, headers and all
    faults: list[str] = field(default_factory=list)
    uncompressed: set[str] = field(default_factory=set)  # requests answered with text as it is

    def listen(self, page: Page, line: CDPSession) -> None:
        page.on("console", lambda said: self.faults.append("console: " + said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        line.on("Network.responseReceived", self._answered)
        line.on("Network.loadingFinished", self._came)

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        coded = "content-encoding" in {name.lower() for name in answer["headers"]}
        if answer["mimeType"].startswith(TEXT) and not coded:
            self.uncompressed.add(event["requestId"])

    def _came(self, event: dict[str, Any]) -> None:
        self.sizes.append(round(event["encodedDataLength"]))
        if event["requestId"] in self.uncompressed and self.sizes[-1] > LEAST:
            self.faults.append("not compressed")


def score(load: Load) -> float:
    """From 0 to 100, by Lighthouse's curves and weights, of the four that are measured."""
    got = sum(weight * on_curve(getattr(load, name), *curve) for name, (weight, *curve) in CURVES.items())
    return 100 * got / sum(weight for weight, *_ in CURVES.values())


def on_curve(value: float, good: float, middle: float) -> float:
    """1 less the log-normal distribution that has .9 at `good` and .5 at `middle`."""
    if value <= 0:
        return 1.0
    spread = math.log(middle / good) / NormalDist().inv_cdf(0.9)
    return 1 - NormalDist(math.log(middle), spread).cdf(math.log(value))


def load(browser: Browser, address: str, language: str, then: Callable[[Page], list[str]] | None) -> tuple[Load, Heard]:
    """Open an address as somebody does who was never there; `then` looks at the page when all has been measured."""
    with closing(browser.new_context(locale=language, **PHONE)) as context:
        page = context.new_page()
        page.add_init_script(OBSERVE)
        heard = Heard()
        line = context.new_cdp_session(page)
        heard.listen(page, line)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="networkidle", timeout=PATIENCE)
        measured = page.evaluate(MEASURED)
        while measured["lcp"] is None or measured["now"] < measured["last"] + QUIET * 1000:
            if measured["now"] > PATIENCE:
                raise RuntimeError(f"{address}: not painted and quiet after {PATIENCE / 1000:.0f} seconds")
            time.sleep(QUIET / 4)
            measured = page.evaluate(MEASURED)
        fcp = measured["fcp"]
        over = [min(long, start + long - fcp) - LONG for start, long in measured["tasks"]]
        sizes = list(heard.sizes)
        if then:
            line.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            heard.faults += then(page)
    blocked = sum(ms for ms in over if ms > 0)
    return Load(fcp, measured["lcp"], measured["cls"], blocked, sum(sizes), len(sizes)), heard


def faults(page: Page) -> list[str]:
    """What is wrong with a page; a target too small or too near to another by axe's rule of WCAG 2.2."""
    found = list(page.evaluate(FAULTS))
    options = {"runOnly": ["target-size"], "resultTypes": ["violations"]}
    small = [node for one in Axe().run(page, options=options).response["violations"] for node in one["nodes"]]
    return [*found, f"{len(small)} small targets"] if small else found


def measured(browser: Browser, name: str, address: str, language: str = "en") -> list[object]:
    """The row of a page: medians of all loads; the last is looked at for faults."""
    loads = []
    wrong: list[str] = []
    for run in range(RUNS):
        one, heard = load(browser, address, language, faults if run == RUNS - 1 else None)
        loads.append(one)
        wrong = heard.faults
    middle = Load(
        *(median(getattr(one, key) for one in loads) for key in ("fcp", "lcp", "cls", "tbt")),
        size=loads[-1].size,
        requests=loads[-1].requests,
    )
    return [
        name,
        round(middle.fcp / 1000, 2),
        round(middle.lcp / 1000, 2),
        round(middle.cls, 3),
        round(middle.tbt),
        round(score(middle)),
        round(middle.size / 1000, 1),
        middle.requests,
        "; ".join(dict.fromkeys(wrong)) or "none",
    ]


def with_long_document(root: Path) -> str:
    """Add a document with the texts of all others to the sample corpus; its id."""
    with closing(sqlite3.connect(site_path(prepare(root)))) as db:
        texts = [row[0] for row in db.execute("SELECT text FROM texts ORDER BY document")]
    written = root.parent / "long.jsonl"
    with jsonlines.open(written, "w") as lines:
        lines.write({"kind": "article", "title": "All of them", "language": "en", "text": "\n\n".join(texts)})
    hustings: list[str | Path] = [BIN / "hustings", "-C", root]
    for command in (["ingest", written], ["annotate", "suggest"], ["publish", "build"]):
        subprocess.run([*hustings, *command], check=True, capture_output=True)
    with closing(sqlite3.connect(root / "site" / "site.db")) as db:
        id, words, marks = db.execute(
            "SELECT id, words, annotations FROM documents ORDER BY words DESC LIMIT 1"
        ).fetchone()
    print(f"The long document has {words:,} words and {marks:,} marks.")
    return str(id)


def pages(long_document: str) -> list[tuple[str, str, str]]:
    """What each kind of page is called here, its path and the reader's language."""
    return [
        ("home", "/", "en"),
        ("home, French", "/", "fr"),
        ("search: facets, histogram", "/search?q=agency", "en"),
        ("search, French", "/search?q=agence", "fr"),
        ("concordance", "/concordance?q=clicks&sort=right1", "en"),
        ("long document", f"/document/{long_document}", "en"),
        ("case, its timeline", "/case/bloomberg-2020", "en"),
        ("the same, French", "/case/bloomberg-2020", "fr"),
        ("network", "/network", "en"),
        ("actor", "/actor/michael-bloomberg", "en"),
        ("tactic", "/tactic/paid-digital-organizers", "en"),
        ("about", "/about", "en"),
    ]


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("No chromium here: the pages were not measured.")
        return
    rows: list[list[object]] = [["good, by web.dev", 1.8, 2.5, 0.1, 200, 90, "", "", ""]]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "corpus"
        id = with_long_document(root)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with served([BIN / "hustings", "-C", root, "publish", "serve"]) as (host, port):
            for name, path, language in pages(id):
                rows.append(measured(browser, name, f"http://{host}:{port}{path}", language))
        with served([sys.executable, "-m", "datasette", "serve", "-i", root / "site" / "site.db"]) as (host, port):
            for name, path in (("table", "/site/documents"), ("row", "/site/texts/1")):
                rows.append(measured(browser, f"stock Datasette, {name}", f"http://{host}:{port}{path}"))
        browser.close()
    show(
        f"Pages on a slow phone, nothing in its cache, medians of {RUNS} loads",
        ["page", "FCP s", "LCP s", "CLS", "TBT ms", "by Lighthouse's curves", "kB", "requests", "faults"],
        rows,
        f"Processes that wanted one of the {os.cpu_count()} processors at the end, mean of 15 minutes: "
        f"{os.getloadavg()[2]:.1f}; where they are more than that, times are too long.",
    )


if __name__ == "__main__":
    main()
