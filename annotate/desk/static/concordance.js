// The concordance over all of a person's documents: words, where they stand, and one code for all that are ticked.

import { Choices } from "./choices.js";
import { address, documentAddress, person } from "./desk.js";
import { at, el, fill } from "./elements.js";
import { Finder, recentChoices } from "./finder.js";
import { leftovers } from "./leftovers.js";
import { lineOf } from "./occurrences.js";
import { ask } from "./send.js";
import { taggings, takenBack } from "./tagging.js";
import { t } from "./words.js";

const keyOf = ({ layer, code }) => `${layer} ${code}`;

/** The page. A line knows its hit, its box, whether the person wants it, and the codes that stand there. */
class Concordance {
  constructor(choices) {
    this.choices = choices;
    this.finder = new Finder(choices, recentChoices(person), at("asking"));
    this.lines = [];
    this.documents = [];
    this.choice = null;
    this.done = []; // what was tagged here, the last one last: {groups, lines, label}
    at("seek").addEventListener("submit", (event) => (event.preventDefault(), this.search(at("sought").value)));
    at("all").addEventListener("change", () => this.#want(this.lines, at("all").checked));
    at("code").addEventListener("click", () => this.#choose());
    at("tag").addEventListener("click", () => this.#tag());
    at("undo").addEventListener("click", () => this.#undo());
    document.addEventListener("keydown", (event) => this.#key(event));
    leftovers.listener = (left) => this.#tellSaving(left);
  }

  /** Look for words in all documents that wait, and list where they stand. */
  async search(words) {
    const wanted = (this.wanted = words.trim());
    at("sought").value = wanted;
    if (!wanted) return;
    history.replaceState(null, "", `?q=${encodeURIComponent(wanted)}`);
    at("found").textContent = t("occurrences.looking");
    await leftovers.send(); // so that the answer knows of it
    const answer = await ask(address(`concordance.json?q=${encodeURIComponent(wanted)}`));
    if (this.wanted !== wanted) return; // something else is looked for by now
    if (answer?.status === 401) return location.reload(); // leads to the log-in page and back
    this.#list(answer?.status === 200 ? answer.body.hits : []);
    at("found").textContent = answer?.status === 200 ? this.#found(answer.body) : t("occurrences.offline");
  }

  #found({ hits, more }) {
    if (!hits.length) return t("concordance.none", { words: this.wanted });
    const found = t("concordance.found", { found: t("occurrences.found", { count: hits.length }), where: this.#where(this.documents.length) });
    return more ? `${found} ${t("occurrences.more")}` : found;
  }

  #where(count) {
    return t("concordance.documents", { count });
  }

  #list(hits) {
    this.lines = hits.map((hit, n) => {
      const box = el("input", { type: "checkbox", id: `hit-${n}`, onchange: () => ((line.wanted = box.checked), this.#show()) });
      const line = { hit, box, wanted: true, already: el("span.already", { hidden: true }), codes: new Set(hit.codes.map((key) => this.#current(key))) };
      return line;
    });
    this.documents = [...Map.groupBy(this.lines, ({ hit }) => hit.document).values()].map((lines) => this.#document(lines));
    fill(at("hits"), this.documents.map(({ el }) => el));
    at("tagging").hidden = !hits.length;
    this.#show();
  }

  /** "layer code" with the code as it is called now. */
  #current(key) {
    const [layer, ...code] = key.split(" ");
    return keyOf(this.choices.known(layer, code.join(" ")));
  }

  #document(lines) {
    const { document, title, language } = lines[0].hit;
    const box = el("input", { type: "checkbox", "aria-label": t("concordance.all.of", { title }), onchange: () => this.#want(lines, box.checked) });
    const count = el("span.n");
    const head = el("div.head", {}, box, el("h2", { lang: language }, el("a", { href: documentAddress(document) }, title)), count);
    const items = lines.map((line) => {
      const { start, end, match } = line.hit;
      const place = el("a.go", { href: `${documentAddress(document)}#at=${start}-${end}`, title: t("concordance.open"), "aria-label": t("here.go", { words: match }) }, "→");
      return el("li", {}, el("label", { for: line.box.id }, line.box, el("span.line", { lang: language }, lineOf(line.hit)), line.already), place);
    });
    return { lines, box, count, el: el("section", {}, head, el("ul.plain.hits", { "aria-label": title }, items)) };
  }

  #want(lines, on) {
    for (const line of lines) line.wanted = on;
    this.#show();
  }

  /** Whether the code that is chosen stands there already. */
  #stands(line) {
    return this.choice !== null && line.codes.has(keyOf(this.choice));
  }

  #ticked() {
    return this.lines.filter((line) => line.wanted && !this.#stands(line));
  }

  #show() {
    for (const line of this.lines) {
      const stands = this.#stands(line);
      line.box.checked = line.wanted && !stands;
      line.box.disabled = stands;
      line.already.hidden = !stands;
      if (stands) line.already.textContent = t("concordance.already", { label: this.choice.label });
    }
    for (const { lines, box, count } of this.documents) {
      const ticked = this.#tick(box, lines);
      count.textContent = t("concordance.of", { ticked, count: lines.length });
    }
    const count = this.#tick(at("all"), this.lines);
    const documents = this.documents.filter(({ lines }) => lines.some(({ box }) => box.checked)).length;
    at("code").textContent = this.choice ? t("concordance.code", { label: this.choice.label }) : t("concordance.choose");
    at("tag").textContent = count ? t("concordance.tag", { passages: t("concordance.passages", { count }), where: this.#where(documents) }) : t("concordance.tag.none");
    at("tag").disabled = !this.choice || !count;
    at("undo").disabled = !this.done.length;
  }

  /** A box over several lines: ticked where all are that can be, in between where some are. */
  #tick(box, lines) {
    const free = lines.filter((line) => !line.box.disabled);
    const count = free.filter((line) => line.box.checked).length;
    box.disabled = !free.length;
    box.checked = count > 0 && count === free.length;
    box.indeterminate = count > 0 && count < free.length;
    return count;
  }

  #choose() {
    if (!this.lines.length) return;
    const chosen = (choice) => {
      this.choice = choice;
      this.#show();
      at(at("tag").disabled ? "code" : "tag").focus();
    };
    this.finder.open({ words: this.wanted, at: at("code").getBoundingClientRect(), chosen });
  }

  async #tag() {
    const lines = this.#ticked();
    if (!this.choice || !lines.length) return;
    const { label } = this.choice;
    const key = keyOf(this.choice);
    const groups = taggings(lines.map(({ hit }) => hit), this.choice);
    for (const line of lines) line.codes.add(key);
    this.done.push({ groups, lines, key, label });
    this.#say("concordance.tagged", label, lines.length, groups.length);
    await leftovers.keep(groups);
  }

  async #undo() {
    const last = this.done.pop();
    if (!last) return;
    for (const line of last.lines) line.codes.delete(last.key);
    this.#say("concordance.undone", last.label, last.lines.length, last.groups.length);
    await leftovers.keep(last.groups.map(takenBack));
  }

  #say(key, label, count, documents) {
    this.#show();
    at("said").textContent = t(key, { label, passages: t("concordance.passages", { count }), where: this.#where(documents) });
    const focused = document.activeElement;
    if (focused === document.body || focused.disabled) at("code").focus();
  }

  #tellSaving(left) {
    if (!this.done.length && at("said").textContent === "") return;
    const count = left.reduce((sum, { waiting }) => sum + waiting.length, leftovers.keeping);
    const state = !count ? "saved" : navigator.onLine && !leftovers.offline ? "saving" : "offline";
    at("status").dataset.state = state;
    at("status").setAttribute("aria-busy", String(count > 0));
    at("status").textContent = t(`status.${state}`, { count });
  }

  #key(event) {
    const { key, target } = event;
    if (event.defaultPrevented || event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
    const control = event.ctrlKey || event.metaKey;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const line = target.closest?.(".hits input");
    if (control && key === "Enter") this.#tag();
    else if (control && key.toLowerCase() === "z" && !event.shiftKey && !target.matches?.("input[type=text], input[type=search]")) this.#undo();
    else if (!control && step && line) this.#step(line, step);
    else if (!control && key === "Enter" && line) this.#choose();
    else return;
    event.preventDefault();
  }

  /** To the next line, past those that cannot be ticked. */
  #step(box, by) {
    const free = this.lines.map((line) => line.box).filter((one) => !one.disabled);
    free[free.indexOf(box) + by]?.focus();
  }
}

begin();

async function begin() {
  const [codebook, actors] = await Promise.all([ask(address("codebook.json")), ask(address("actors.json"))]);
  if (codebook?.status !== 200 || actors?.status !== 200) {
    at("found").textContent = t("occurrences.offline");
    return addEventListener("online", () => location.reload(), { once: true });
  }
  const page = new Concordance(new Choices(codebook.body, actors.body));
  at("content").dataset.ready = "true";
  return page.search(at("sought").value);
}
