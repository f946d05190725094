// What a person does, as groups of acts: each is shown at once, kept in the outbox, and sent.

import { t } from "./words.js";

const CONTEXT = 32; // code points kept before and after a passage

/** Makes groups and hands them on. `said(message)` tells what was done; `keep(group)` stores and sends it. */
export class Deeds {
  /**
   * @param {import("./store.js").Store} store
   * @param {import("./offsets.js").Offsets} offsets
   * @param {Object} sheet the document as the server told it
   * @param {{keep: (group: Object) => void, said: (message: string) => void, name: (annotation: Object) => string}} ways
   */
  constructor(store, offsets, sheet, ways) {
    Object.assign(this, { store, offsets, sheet, ...ways });
  }

  /**
   * Annotate passages with one code, as one group.
   * @param {{start: number, end: number}[]} passages in code points; 0 to 0 is the document as a whole
   * @returns {string|null} the id of the first annotation
   */
  create(passages, { layer, code, attributes = {} }, label) {
    const made = passages.map(({ start, end }) => ({
      act: "create", annotation: fresh(), base: null, layer, code, start, end, attributes, ...this.#around(start, end),
    })); // prettier-ignore
    const words = shortened(made[0].quotation);
    const many = passages.length > 1 ? t("said.created.many", { label, count: passages.length }) : t("said.created", { label, words });
    return this.#do(made, words || passages.length > 1 ? many : t("said.created.document", { label })) ? made[0].annotation : null;
  }

  /** An annotation with some of its fields anew. */
  change(id, fields) {
    const { layer, code, start, end, attributes } = this.store.look(id);
    const now = { layer, code, start, end, attributes, ...fields };
    Object.assign(now, this.#around(now.start, now.end));
    return this.#do([{ act: "change", annotation: id, base: this.store.last(id), ...now }], t("said.changed", { label: this.name({ ...this.store.look(id), ...now }) }));
  }

  /** Accept or reject suggestions, or delete what was made, as one group. */
  judge(act, ids) {
    const there = ids.filter((id) => this.store.look(id));
    if (!there.length) return false;
    const label = this.name(this.store.look(there[0]));
    const said = there.length > 1 ? t(`said.${act}.many`, { count: there.length }) : t(`said.${act}`, { label });
    return this.#do(there.map((id) => ({ act, annotation: id, base: this.store.last(id) })), said);
  }

  /** The work on the document is finished. */
  submit() {
    return this.#do([{ act: "submit", annotation: "", base: null }], t("said.submitted"));
  }

  /** Take back, or bring back, the last group; after a submission, the submission. */
  undo() {
    if (this.store.submitted) {
      const of = this.store.submission();
      return of ? this.#keep([{ act: "undo", annotation: "", base: null }], t("said.reopened"), of) : false;
    }
    return this.#turn("undo", this.store.done);
  }

  redo() {
    return this.store.submitted ? false : this.#turn("redo", this.store.undone);
  }

  /** The words of a passage and a little around them, by which they are found again in a text that has changed. */
  #around(start, end) {
    const prefix = this.offsets.slice(Math.max(0, start - CONTEXT), start);
    return { quotation: this.offsets.slice(start, end), prefix, suffix: this.offsets.slice(end, Math.min(this.offsets.length, end + CONTEXT)) };
  }

  #turn(act, stack) {
    const of = stack.at(-1);
    if (of === undefined) {
      this.said(t(`said.${act}.nothing`));
      return false;
    }
    const acts = this.store.actsOf(of);
    if (act === "undo") acts.reverse();
    const count = acts.length;
    return this.#do(acts.map(({ annotation }) => ({ act, annotation, base: this.store.last(annotation) })), t(`said.${act}`, { count }), of);
  }

  #do(acts, said, of = null) {
    if (this.store.submitted) {
      this.said(t("said.closed"));
      return false;
    }
    return this.#keep(acts, said, of);
  }

  #keep(acts, said, of) {
    this.keep(group(this.sheet.document, acts, of));
    this.said(said);
    return true;
  }
}

/** The beginning of a passage. */
export function shortened(words, most = 60) {
  const one = words.replace(/\s+/g, " ").trim();
  return one.length > most ? `${one.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "").trimEnd()}…` : one;
}

/**
 * A new group of acts. `title` is for whoever is told that it waits.
 * @param {{id: string, title: string, text_sha256: string}} document
 * @param {string|null} of the group that an undo or a redo is of
 */
export function group({ id: document, title, text_sha256 }, acts, of = null) {
  return { id: fresh(), document, title, text_sha256, of, acts, made_at: new Date().toISOString() };
}

/** An id that nobody else makes. */
export function fresh() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
