// Every occurrence of some words in the document, to be ticked and tagged as one.

import { el, button, fill } from "./elements.js";
import { t } from "./words.js";

const BESIDE = 60; // code points that the server tells on either side, where there are so many

/** The concordance. `find(words)` asks the server; `tag(passages, words, element)` lets a code be chosen for them. */
export class Occurrences {
  constructor(find, tag, go) {
    Object.assign(this, { find, tag, go });
    this.hits = [];
    this.field = el("input", { type: "search", id: "occurrences-words", autocomplete: "off", required: true });
    this.all = el("input", { type: "checkbox", id: "occurrences-all", checked: true, onchange: () => this.#tick(this.all.checked) });
    this.said = el("p.hint", { role: "status" });
    this.list = el("ul.plain.hits", { "aria-label": t("occurrences.title") });
    this.tagging = button(t("occurrences.tag", { count: 0 }), () => this.tag(this.ticked(), this.field.value.trim(), this.tagging), { disabled: true });
    this.head = el("p.all", { hidden: true }, el("label", {}, this.all, " ", t("occurrences.all")), this.tagging);
    const form = el(
      "form.seek", { role: "search", onsubmit: (event) => (event.preventDefault(), this.search(this.field.value)) },
      el("label", { for: "occurrences-words" }, t("occurrences.label")), el("div.row", {}, this.field, el("button", { type: "submit" }, t("occurrences.search"))),
    ); // prettier-ignore
    this.el = el("div", {}, form, this.said, this.head, this.list);
  }

  /** Look for words and list where they stand. */
  async search(words) {
    const wanted = words.trim();
    this.field.value = wanted;
    if (!wanted) return;
    this.wanted = wanted;
    this.said.textContent = t("occurrences.looking");
    const found = await this.find(wanted);
    if (this.wanted !== wanted) return; // something else is looked for by now
    this.hits = found?.hits ?? [];
    this.said.textContent = found ? t("occurrences.found", { count: this.hits.length }) + (found.more ? ` ${t("occurrences.more")}` : "") : t("occurrences.offline");
    this.all.checked = true;
    this.boxes = this.hits.map((_, n) => el("input", { type: "checkbox", id: `hit-${n}`, checked: true, onchange: () => this.#count() }));
    fill(this.list, this.hits.map((hit, n) => this.#hit(hit, n)));
    this.head.hidden = !this.hits.length;
    this.#count();
  }

  /** The passages that are ticked. */
  ticked() {
    return this.hits.filter((_, n) => this.boxes[n].checked);
  }

  #hit(hit, n) {
    return el("li", {}, el("label", { for: `hit-${n}` }, this.boxes[n], el("span.line", {}, lineOf(hit))), button("→", () => this.go(hit), { classes: "small", "aria-label": t("here.go", { words: hit.match }) }));
  }

  #tick(on) {
    for (const box of this.boxes) box.checked = on;
    this.#count();
  }

  #count() {
    const count = this.ticked().length;
    this.tagging.textContent = t("occurrences.tag", { count });
    this.tagging.disabled = count === 0;
    this.all.checked = count === this.hits.length;
  }
}

/** What a line of a concordance shows: the words, and on both sides what stands beside them, no word cut in two. */
export function lineOf({ left, match, right }) {
  const line = (words) => words.replace(/\s+/g, " ");
  const before = left.length < BESIDE ? left : left.replace(/^\S*(?=\s)/, "");
  const after = right.length < BESIDE ? right : right.replace(/(?<=\s)\S*$/, "");
  return [el("span.left", {}, el("span", {}, line(before))), el("mark", {}, line(match)), el("span.right", {}, line(after))];
}
