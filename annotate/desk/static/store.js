// The document's annotations: always what the server's acts and this person's waiting ones leave, replayed.

import { replay, stacks, whole, groupOf } from "./replay.js";

/** Acts in, annotations out. Listeners hear which annotations changed. */
export class Store {
  /** @param {string} me the person's name: whose acts `undo` reaches */
  constructor(me) {
    this.me = me;
    this.waiting = []; // groups that the server has not acknowledged, in order
    this.seen = new Map(); // annotation id -> what `look` returns
    this.done = [];
    this.undone = [];
    this.submitted = false;
    this.listeners = [];
    this.#take({ acts: [], order: [], verdicts: {}, submitted: false });
  }

  /** Hear of changes: `listener(ids)`, a Set of annotation ids. */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** Everything anew from the server's answer. Groups that it knows do not wait any more, for what is shown. */
  load(answer, waiting = this.waiting) {
    const before = new Set(this.seen.keys());
    this.seen.clear();
    this.#take(answer);
    this.waiting = waiting.filter((group) => !this.known.has(group.id));
    this.#changed(new Set([...before, ...this.acts.keys(), ...this.waiting.flatMap(touched)]));
  }

  /** What waits is now this. */
  wait(waiting) {
    const moved = [...this.waiting.filter((one) => !waiting.includes(one)), ...waiting.filter((one) => !this.waiting.includes(one))];
    const concerned = new Set(moved.flatMap(touched));
    this.waiting = waiting.filter((group) => !this.known.has(group.id));
    this.#changed(concerned);
  }

  /** A group was made, here or in another tab. */
  add(group) {
    if (!this.known.has(group.id) && !this.waiting.some((one) => one.id === group.id)) this.wait([...this.waiting, group]);
  }

  /** The server has a group. */
  confirm(id) {
    const group = this.waiting.find((one) => one.id === id);
    if (!group) return;
    for (const event of this.#events(group)) {
      this.#put(event);
      if (event.annotation === "") this.base = event.act === "submit";
    }
    this.known.add(id);
    this.own.push(this.#events(group)[0]);
    this.wait(this.waiting.filter((one) => one !== group));
  }

  /** An annotation with `last` (its last act), `by` (the machine that proposed it), `verdict`; or undefined. */
  look(id) {
    return this.seen.get(id);
  }

  /** All that stand, also the rejected ones, in the order of the text. */
  standing() {
    const all = [...this.seen.values()].filter((one) => one.state !== "deleted");
    return all.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  }

  /** The acts of a group in the order of its acts: what an undo has to take back. */
  actsOf(group) {
    const waiting = this.waiting.find((one) => one.id === group);
    const acts = waiting ? this.#events(waiting) : [...this.acts.values()].flat().filter((act) => groupOf(act.id) === group);
    return acts.sort((a, b) => number(a) - number(b));
  }

  /** The last act that is seen on an annotation, "" for the document as a whole; null where there is none. */
  last(id) {
    return this.#history(id).at(-1)?.id ?? null;
  }

  /** The group that submitted the document, where it is submitted. */
  submission() {
    const acts = this.#history("").filter((act) => act.agent === this.me && act.act === "submit");
    return acts.length ? groupOf(acts.at(-1).id) : null;
  }

  #take(answer) {
    this.acts = new Map();
    this.known = new Set();
    for (const act of answer.acts) this.#put(whole(act));
    const first = new Map();
    for (const act of [...this.acts.values()].flat()) {
      if (act.agent !== this.me) continue;
      const group = groupOf(act.id);
      if (!first.has(group) || number(act) < number(first.get(group))) first.set(group, act);
    }
    this.own = answer.order.map((group) => first.get(group)).filter(Boolean);
    for (const group of first.keys()) this.known.add(group);
    this.verdicts = answer.verdicts;
    this.base = answer.submitted;
  }

  #put(act) {
    if (!this.acts.has(act.annotation)) this.acts.set(act.annotation, []);
    this.acts.get(act.annotation).push(act);
  }

  #history(id) {
    const waiting = this.waiting.filter((group) => touched(group).includes(id)).flatMap((group) => this.#events(group));
    return [...(this.acts.get(id) ?? []), ...waiting.filter((act) => act.annotation === id)];
  }

  /** A waiting group's acts as they will stand in the log. */
  #events(group) {
    return group.acts.map((act, n) =>
      whole({
        ...act, id: `${group.id}.${n}`, document: group.document, agent: this.me, made_at: group.made_at,
        attributes: group.of ? { of: group.of } : act.attributes ?? {},
      }),
    );
  }

  #changed(ids) {
    const waiting = new Map();
    for (const group of this.waiting) {
      for (const event of this.#events(group)) {
        if (!waiting.has(event.annotation)) waiting.set(event.annotation, []);
        waiting.get(event.annotation).push(event);
      }
    }
    for (const id of ids) {
      if (id === "") continue;
      const acts = [...(this.acts.get(id) ?? []), ...(waiting.get(id) ?? [])];
      const annotation = acts.length ? replay(acts) : null;
      if (annotation === null) this.seen.delete(id);
      else this.seen.set(id, this.#told(annotation, acts));
    }
    const own = [...this.own, ...this.waiting.map((group) => this.#events(group)[0])];
    Object.assign(this, stacks(own));
    this.submitted = (waiting.get("") ?? []).reduce((_, act) => act.act === "submit", this.base);
    for (const listener of this.listeners) listener(ids);
  }

  #told(annotation, acts) {
    const by = acts[0].act === "suggest" ? acts[0].agent : null;
    return { ...annotation, last: acts.at(-1).id, by, verdict: this.verdicts[annotation.id] ?? null };
  }
}

const touched = (group) => group.acts.map((act) => act.annotation);
const number = (act) => Number(act.id.slice(act.id.lastIndexOf(".") + 1)) || 0;
