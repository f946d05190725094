// The document page: fetches the text, the acts and the words for type-ahead, and joins the parts.

import { Boundaries } from "./boundaries.js";
import { Card, layerClass } from "./card.js";
import { Choices } from "./choices.js";
import { Finder, recentChoices } from "./finder.js";
import { Offsets } from "./offsets.js";
import { address, documentAddress, person } from "./desk.js";
import { outbox } from "./leftovers.js";
import { ask } from "./send.js";
import { Store } from "./store.js";
import { Text, stretches } from "./text.js";
import { Work } from "./work.js";
import { t } from "./words.js";

const page = document.getElementById("content");

begin();

async function begin() {
  const from = documentAddress(page.dataset.document, ".json");
  const [sheet, codebook, actors] = await Promise.all([ask(from), ask(address("codebook.json")), ask(address("actors.json"))]);
  if ([sheet, codebook, actors].some((answer) => answer?.status !== 200)) {
    if (sheet?.status === 401) return location.reload(); // leads to the log-in page and back
    document.getElementById("loading").textContent = t("load.failed");
    return addEventListener("online", () => location.reload(), { once: true });
  }
  const fetched = performance.getEntriesByName(new URL(from, location).href).at(-1);
  await build(sheet.body, new Choices(codebook.body, actors.body));
  painted(() => performance.measure("desk:interactive", { start: fetched?.responseEnd ?? 0, end: performance.now() }));
}

async function build(sheet, choices) {
  const told = sheet.document;
  const offsets = new Offsets(told.text);
  choices.passage = (start, end) => offsets.slice(start, end);
  const root = document.getElementById("text");
  root.lang = told.language && told.language !== "und" ? told.language : "";
  const text = new Text(root, told, offsets, (annotation) => classes(annotation, choices));
  const blocks = stretches(told, offsets).map((block) => ({ ...block, language: block.language ?? told.language }));
  const parts = {
    outbox, sheet, choices, offsets, text, painted,
    boundaries: new Boundaries(told.text, blocks), card: new Card(page), finder: new Finder(choices, recentChoices(person), page), store: new Store(person),
  }; // prettier-ignore
  const work = new Work(parts);
  await work.start();
  document.getElementById("loading").remove();
  page.dataset.ready = "true";
  const [, start, end] = location.hash.match(/^#at=(\d+)-(\d+)$/) ?? [];
  if (end && Number(end) <= offsets.length) work.goTo(Number(start), Number(end)); // a link to a passage
}

/** How an annotation is drawn: its layer's line, its group's colour, and whether anybody has said yes to it. */
function classes(annotation, choices) {
  return [layerClass(annotation.layer), annotation.state, choices.known(annotation.layer, annotation.code).classes].filter(Boolean).join(" ");
}

/** After the browser has painted. */
function painted(then) {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(null);
  });
}
