// Choosing: which code, note or question goes to which words.

import { address } from "./desk.js";
import { ask } from "./send.js";
import { written } from "./dialogs.js";
import { at } from "./elements.js";
import { t } from "./words.js";

const REMARKS = ["note", "question"];
const OF = { tactic: "tactic", actor: "actor" }; // the tab of the type-ahead for a layer; "other" for the rest

/** Asks by the type-ahead or a dialog, and has it done. */
export class Coding {
  /**
   * @param {import("./work.js").Work} work
   * @param {{store: Object, offsets: Object, text: Object, finder: Object, choices: Object, sheet: Object}} parts
   */
  constructor(work, { store, offsets, text, finder, choices, sheet }) {
    Object.assign(this, { work, store, offsets, text, finder, choices, sheet });
  }

  /** The selection in code points. */
  #selected() {
    const chosen = this.work.caret.selected();
    return chosen && { start: this.offsets.points(chosen.start), end: this.offsets.points(chosen.end) };
  }

  /** A code for the selected words. */
  code(of, typed = "") {
    const chosen = this.#selected();
    if (!chosen) return;
    if (this.store.submitted) return this.work.say(t("said.closed"));
    this.work.tools.show(null);
    const range = this.text.range(...Object.values(this.work.caret.selected()));
    this.finder.open({ of, typed, words: this.offsets.slice(chosen.start, chosen.end), at: range.getBoundingClientRect(), chosen: (choice, keep) => this.created([chosen], choice, keep) });
  }

  /** It is chosen: annotate, and stay or leave the selection. */
  created(passages, choice, keep) {
    const id = this.work.deeds.create(passages, choice, choice.label);
    if (!id) return;
    if (!keep) this.work.caret.clear();
    this.work.setCurrent(id);
    this.work.tools.show(null);
  }

  /** The codebook's letter, at once. */
  hotkey(key) {
    const found = this.choices.ofKey(key.toLowerCase());
    if (found) this.created([this.#selected()], { layer: found.layer, code: found.code, label: found.label }, false);
    else this.code("tactic", key.toLowerCase());
  }

  /** Another code, or another text of a note. */
  async change(id) {
    const one = this.store.look(id);
    if (this.store.submitted) return this.work.say(t("said.closed"));
    if (REMARKS.includes(one.layer)) {
      const text = await written(t(`write.${one.layer}`), one.quotation, one.attributes.text);
      if (text) this.work.deeds.change(id, { attributes: { ...one.attributes, text } });
      return undefined;
    }
    const box = one.quotation ? this.text.range(this.offsets.units(one.start), this.offsets.units(one.end)).getBoundingClientRect() : at("here").getBoundingClientRect();
    const { kind, ...kept } = one.attributes;
    const chosen = ({ layer, code, attributes }) => this.work.deeds.change(id, { layer, code, attributes: layer === one.layer ? { ...(layer === "actor" ? kept : one.attributes), ...attributes } : attributes });
    return this.finder.open({ of: OF[one.layer] ?? "other", words: one.quotation, at: box, chosen });
  }

  /** The selected words become the annotation's. */
  extend(id) {
    const chosen = this.#selected();
    if (chosen && this.work.deeds.change(id, chosen)) this.work.caret.clear();
  }

  /** A code, a note or a question: on the selected words or the current annotation's, or on the document as a whole. */
  async add(what, from = null) {
    if (this.store.submitted) return this.work.say(t("said.closed"));
    const one = this.work.current === null ? undefined : this.work.stands(this.work.current);
    const chosen = from || what === "code" ? null : this.#selected() ?? (one?.quotation ? { start: one.start, end: one.end } : null);
    const passage = chosen ?? { start: 0, end: 0 };
    if (what === "code") {
      const box = (from ?? at("here")).getBoundingClientRect();
      return this.finder.open({ only: ["tactic", "actor"], words: t("document.whole"), at: box, chosen: (choice) => this.work.deeds.create([passage], choice, choice.label) });
    }
    const text = await written(t(`write.${what}`), chosen ? this.offsets.slice(chosen.start, chosen.end) : t("document.whole"));
    if (text) this.created([passage], { layer: what, code: what, label: t(`layer.${what}`), attributes: { text } }, false);
    return undefined;
  }

  /** Every occurrence of the selected words. */
  every() {
    const chosen = this.#selected();
    this.search(chosen ? this.offsets.slice(chosen.start, chosen.end) : "");
  }

  /** The search, with these words. */
  search(words) {
    this.work.sheetOpen(true);
    this.work.panel.open("occurrences");
    this.work.occurrences.field.focus();
    if (words) this.work.occurrences.search(words);
  }

  /** Where some words stand; null where nothing answers. */
  async concordance(words) {
    const answer = await ask(address(`concordance.json?q=${encodeURIComponent(words)}&document=${encodeURIComponent(this.sheet.document.id)}`));
    return answer?.status === 200 ? answer.body : null;
  }

  /** One code for all these passages. */
  tagAll(hits, words, from) {
    const passages = hits.map(({ start, end }) => ({ start, end }));
    this.finder.open({ words, at: from.getBoundingClientRect(), chosen: (choice) => this.created(passages, choice, true) });
  }
}
