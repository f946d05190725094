// The text on the page: blocks of words with their marks, and the way between the page's nodes and places in the text.
// Places are UTF-16 units here; annotations come in code points.

import { blockAt } from "./boundaries.js";
import { el } from "./elements.js";
import { lanes, pieces } from "./lanes.js";

const LONG = 2500; // units of a part that is drawn and laid out at once
const LINE = /\n/;
const SENTENCE = /[.!?…]["'”’»)\]]*\s+(?=\S)/;
const TAGS = { title: "h2", deck: "p", heading: "h3", quotation: "blockquote", list_item: "p", caption: "p", embedded_post: "p", paragraph: "p" };

/** Draws one document and its annotations. Only blocks that something changed in are drawn again. */
export class Text {
  /**
   * @param {HTMLElement} root
   * @param {{text: string, language: string, blocks: Object[]}} document
   * @param {import("./offsets.js").Offsets} offsets
   * @param {(annotation: Object) => string} look the classes by which an annotation is drawn
   */
  constructor(root, document, offsets, look) {
    Object.assign(this, { root, offsets, look, text: document.text });
    this.nodes = new WeakMap(); // text node -> where it begins
    this.marked = new WeakMap(); // segment -> ids of what covers it
    this.spans = new Map(); // id -> {id, start, end, classes} as drawn
    this.current = null;
    this.blocks = stretches(document, offsets).flatMap((block) => this.#block(block, document.language));
    root.replaceChildren(...new Set(this.blocks.map((block) => block.whole)));
  }

  /**
   * Annotations that changed: `find(id)` gives one as it is now, undefined where it is not shown any more.
   * @param {Iterable<string>} ids
   */
  update(ids, find) {
    const touched = new Set();
    for (const id of ids) {
      const before = this.spans.get(id);
      const now = find(id);
      const after = now && now.start < now.end ? this.#span(now) : undefined;
      if (before && after && before.start === after.start && before.end === after.end && before.classes === after.classes) continue;
      for (const span of [before, after]) if (span) for (const block of this.#within(span.start, span.end)) touched.add(block);
      if (before) for (const block of this.#within(before.start, before.end)) block.spans.delete(id);
      this.spans.delete(id);
      if (!after) continue;
      this.spans.set(id, after);
      for (const block of this.#within(after.start, after.end)) block.spans.set(id, after);
    }
    const places = touched.size ? this.#selected() : null;
    for (const block of touched) this.#draw(block);
    if (!places) return;
    // Somebody may be selecting just now: the nodes are new, the places are the same.
    const [anchor, focus] = places.map((place) => this.pointOf(place));
    getSelection().setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
  }

  /** The places where the browser's selection begins and ends; null where it is not in the text. */
  #selected() {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
    if (!anchorNode || !focusNode) return null;
    const places = [this.placeOf(anchorNode, anchorOffset), this.placeOf(focusNode, focusOffset)];
    return places.includes(null) ? null : places;
  }

  /** Show which annotation is the current one. */
  setCurrent(id) {
    for (const one of [this.current, id]) {
      const span = this.spans.get(one);
      if (!span) continue;
      for (const block of this.#within(span.start, span.end)) for (const mark of block.marks.get(one) ?? []) mark.classList.toggle("current", one === id);
    }
    this.current = id;
  }

  /** The ids of the annotations at a place, the shortest first. */
  at(place) {
    const found = this.#within(place, place + 1).flatMap((block) => [...block.spans.values()]);
    const there = found.filter((span) => span.start <= place && place < span.end);
    return there.sort((a, b) => a.end - a.start - (b.end - b.start)).map((span) => span.id);
  }

  /** The ids of the annotations that cover a segment of the page. */
  of(segment) {
    return this.marked.get(segment) ?? [];
  }

  /** Where a point of the page (a node and an offset in it) lies in the text; null outside of it. */
  placeOf(node, offset) {
    if (!this.root.contains(node)) return null;
    if (this.nodes.has(node)) return this.nodes.get(node) + offset;
    if (node.nodeType === Node.TEXT_NODE) return null;
    const after = node.childNodes[offset];
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT);
    walker.currentNode = after ?? last(node);
    const first = this.nodes.has(walker.currentNode) ? walker.currentNode : walker.nextNode();
    if (first === null) return this.text.length;
    return this.nodes.get(first) + (!after && node.contains(first) ? first.length : 0);
  }

  /** The node of the page, and the offset in it, of a place in the text. */
  pointOf(place) {
    const block = this.#near(place);
    const within = Math.min(Math.max(place, block.start), block.end);
    let low = 0;
    let high = block.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (block.pieces[middle].start <= within) low = middle;
      else high = middle - 1;
    }
    const piece = block.pieces[low];
    return { node: piece.node, offset: within - piece.start };
  }

  /** A range of the page over a passage. */
  range(start, end) {
    const range = document.createRange();
    const from = this.pointOf(start);
    const to = this.pointOf(end);
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }

  /** A block of the page; a very long one in several parts, of which only those that change are drawn and laid out. */
  #block(block, language) {
    const lang = block.language && block.language !== language ? block.language : null;
    const whole = el(`${TAGS[block.kind] ?? "p"}.block.${block.kind}`, { lang });
    const cuts = [block.start, ...cutsIn(this.text, block), block.end];
    const parts = cuts.slice(1).map((end, n) => ({ start: cuts[n], end, whole, el: cuts.length > 2 ? el("span.part") : whole, spans: new Map() }));
    for (const part of parts) this.#draw(part);
    if (parts.length > 1) whole.append(...parts.map((part) => part.el));
    return parts;
  }

  #draw(block) {
    const found = lanes([...block.spans.values()]);
    block.marks = new Map();
    block.pieces = pieces(block.start, block.end, [...block.spans.values()]);
    block.el.style.setProperty("--lanes", found.size ? Math.max(...found.values()) + 1 : 0);
    block.el.replaceChildren(...block.pieces.map((piece) => this.#piece(block, piece, found)));
  }

  #piece(block, piece, found) {
    const node = document.createTextNode(this.text.slice(piece.start, piece.end));
    piece.node = node;
    this.nodes.set(node, piece.start);
    if (!piece.spans.length) return node;
    let inner = node;
    const inOrder = [...piece.spans].sort((a, b) => found.get(a.id) - found.get(b.id));
    for (const span of inOrder) {
      const opens = span.start === piece.start ? " opens" : "";
      const mark = el("span", { class: `mark ${span.classes}${opens}${span.id === this.current ? " current" : ""}` }, inner);
      mark.style.setProperty("--lane", found.get(span.id));
      if (!block.marks.has(span.id)) block.marks.set(span.id, []);
      block.marks.get(span.id).push(mark);
      inner = mark;
    }
    inner.classList.add("segment");
    this.marked.set(inner, inOrder.sort((a, b) => a.end - a.start - (b.end - b.start)).map((span) => span.id));
    return inner;
  }

  #span(annotation) {
    const start = this.offsets.units(annotation.start);
    return { id: annotation.id, start, end: this.offsets.units(annotation.end), classes: this.look(annotation) };
  }

  #near(place) {
    const n = blockAt(this.blocks, place);
    const next = this.blocks[n + 1];
    return next && place > this.blocks[n].end && next.start - place < place - this.blocks[n].end ? next : this.blocks[n];
  }

  #within(start, end) {
    const found = [];
    for (let n = blockAt(this.blocks, start); n < this.blocks.length && this.blocks[n].start < end; n++) {
      if (this.blocks[n].end > start) found.push(this.blocks[n]);
    }
    return found;
  }
}

/** Where a long block is cut, every LONG units or so: after a line or a sentence, else after a word. */
function cutsIn(text, { start, end }) {
  const found = [];
  for (let place = start + LONG; place < end - LONG / 2; place += LONG) {
    const near = text.slice(place, Math.min(place + LONG / 2, end));
    const stop = near.match(LINE) ?? near.match(SENTENCE) ?? near.match(/\s+/);
    if (stop && place + stop.index + stop[0].length < end) found.push((place += stop.index + stop[0].length));
  }
  return found;
}

/** The document's blocks in units, and between them as paragraphs whatever else of the text is no white space. */
export function stretches(document, offsets) {
  const found = [];
  let place = 0;
  const between = (start, end) => {
    for (const line of document.text.slice(start, end).matchAll(/\S[^\n]*/g)) {
      found.push({ kind: "paragraph", start: start + line.index, end: start + line.index + line[0].trimEnd().length, language: null });
    }
  };
  for (const block of [...document.blocks].sort((a, b) => a.start - b.start)) {
    const start = Math.max(place, offsets.units(block.start));
    const end = offsets.units(block.end);
    if (start >= end) continue;
    between(place, start);
    found.push({ kind: block.kind, start, end, language: block.language ?? null });
    place = end;
  }
  between(place, document.text.length);
  return found.length ? found : [{ kind: "paragraph", start: 0, end: document.text.length, language: null }];
}

function last(node) {
  while (node.lastChild) node = node.lastChild;
  return node;
}
