// Where the reader is in the text and what is selected, by mouse, finger or keyboard alone.
// The browser's own selection stays what it is; what will be annotated (whole words, unless exact) is drawn beside it.

import { el } from "./elements.js";

const ends = ({ anchorNode, anchorOffset, focusNode, focusOffset }) => [anchorNode, anchorOffset, focusNode, focusOffset];

/** The caret in a text. Places are UTF-16 units. `moved()` is called whenever place or selection have changed. */
export class Caret {
  /**
   * @param {import("./text.js").Text} text
   * @param {import("./boundaries.js").Boundaries} boundaries
   * @param {() => void} moved
   */
  constructor(text, boundaries, moved) {
    Object.assign(this, { text, boundaries, moved });
    this.anchor = this.place = text.blocks[0].start;
    this.exact = false; // only for this selection: Alt was held
    this.always = false; // exact until told otherwise
    this.ours = null; // the browser's selection as we made it: that is nothing the reader did
    this.line = el("span.caret", { "aria-hidden": "true", hidden: true });
    text.root.parentElement.append(this.line);
    this.highlight = globalThis.Highlight && CSS.highlights ? new Highlight() : null;
    if (this.highlight) CSS.highlights.set("chosen", this.highlight);
    document.addEventListener("selectionchange", () => this.follow());
    text.root.addEventListener("pointerdown", (event) => (this.exact = event.altKey));
    text.root.addEventListener("keydown", (event) => this.#key(event));
    text.root.addEventListener("focus", () => this.draw());
    text.root.addEventListener("blur", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(text.root); // a block came into sight and has its true height
  }

  /** What is selected, snapped to words unless exact; null where nothing is. */
  selected() {
    if (this.anchor === this.place) return null;
    const [start, end] = this.anchor < this.place ? [this.anchor, this.place] : [this.place, this.anchor];
    return this.boundaries.snapped(start, end, !(this.exact || this.always));
  }

  /** Go to a place, or extend the selection to it. */
  go(place, extend = false) {
    this.place = place;
    if (!extend) this.anchor = place;
    this.#select();
    this.#changed();
  }

  /** Select a passage. */
  select(start, end) {
    this.anchor = start;
    this.exact = true;
    this.go(end, true);
  }

  /** Nothing is selected any more; the caret stays where the selection ended. */
  clear() {
    const end = this.selected()?.end ?? this.place;
    this.exact = false;
    this.go(end);
  }

  /** Exact until told otherwise, or whole words again. */
  toggleExact() {
    this.always = !this.always;
    this.exact = false;
    this.#changed();
    return this.always;
  }

  /** Draw the caret and the selection anew, after the text was. */
  draw() {
    const chosen = this.selected();
    if (this.highlight) {
      this.highlight.clear();
      if (chosen) this.highlight.add(this.text.range(chosen.start, chosen.end));
    }
    const here = document.activeElement === this.text.root ? this.box() : null;
    this.line.hidden = here === null;
    if (!here) return;
    const around = this.text.root.parentElement.getBoundingClientRect();
    this.line.style.left = `${here.x - around.left}px`;
    this.line.style.top = `${here.top - around.top}px`;
    this.line.style.height = `${here.height}px`;
  }

  /** Where the caret stands on the screen; null where nothing is drawn there. */
  box() {
    const { node, offset } = this.text.pointOf(this.place);
    const range = document.createRange();
    const ahead = offset < node.length;
    range.setStart(node, ahead ? offset : Math.max(0, offset - 1));
    range.setEnd(node, ahead ? offset + 1 : offset);
    const box = [...range.getClientRects()].at(ahead ? 0 : -1);
    return box ? { x: ahead ? box.left : box.right, top: box.top, bottom: box.bottom, height: box.height } : null;
  }

  /** Bring the caret into sight. */
  show() {
    const { node } = this.text.pointOf(this.place);
    const box = this.box();
    if (!box) return node.parentElement.scrollIntoView({ block: "center" });
    const top = 90;
    const bottom = innerHeight - Math.max(80, Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--covered")) || 0);
    if (box.top < top || box.bottom > bottom) scrollBy({ top: box.top - (top + bottom) / 2 });
  }

  #key(event) {
    if (event.metaKey && !event.key.startsWith("Arrow")) return;
    const to = this.#target(event);
    if (to === null) return;
    event.preventDefault();
    if (event.altKey) this.exact = true;
    else if (!event.shiftKey) this.exact = false;
    this.go(to, event.shiftKey);
    this.show();
    this.draw();
  }

  /** Where a key leads; null where it is none of ours. */
  #target(event) {
    const words = this.boundaries;
    const by = (step) => (event.altKey ? words.character(this.place, step) ?? this.place : null);
    const blocks = this.text.blocks;
    const control = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case "ArrowRight":
        return by(1) ?? words.next(this.place, event.shiftKey ? "end" : "start");
      case "ArrowLeft":
        return by(-1) ?? words.previous(this.place);
      case "ArrowDown":
        return control ? blocks.find((block) => block.start > this.place)?.start ?? blocks.at(-1).end : this.#line("forward", 1);
      case "ArrowUp":
        return control ? blocks.findLast((block) => block.start < this.place)?.start ?? blocks[0].start : this.#line("backward", 1);
      case "PageDown":
        return this.#line("forward", 12);
      case "PageUp":
        return this.#line("backward", 12);
      case "Home":
        return control ? blocks[0].start : this.#line("backward", 1, "lineboundary");
      case "End":
        return control ? blocks.at(-1).end : this.#beforeSpace(this.#line("forward", 1, "lineboundary"));
      default:
        return null;
    }
  }

  /** Lines up and down are the browser's business: its own selection is moved and asked where it came to. */
  #line(direction, times, unit = "line") {
    this.#select(true);
    const selection = getSelection();
    for (let n = 0; n < times; n++) selection.modify("move", direction, unit);
    return this.text.placeOf(selection.focusNode, selection.focusOffset) ?? this.place;
  }

  /** Before the white space at which a line is wrapped: behind it the next line begins. */
  #beforeSpace(place) {
    while (place > this.place && /\s/.test(this.text.text[place - 1])) place--;
    return place;
  }

  #select(collapsed = false) {
    const from = this.text.pointOf(collapsed ? this.place : this.anchor);
    const to = this.text.pointOf(this.place);
    getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
    this.ours = ends(getSelection());
  }

  /** Take over what the reader selected. A busy browser tells of it late: after the keys that are meant for it. */
  follow() {
    const selection = getSelection();
    if (this.ours && ends(selection).every((one, n) => one === this.ours[n])) return;
    this.ours = null;
    if (!selection.rangeCount || !this.text.root.contains(selection.anchorNode) || !this.text.root.contains(selection.focusNode)) return;
    const anchor = this.text.placeOf(selection.anchorNode, selection.anchorOffset);
    const place = this.text.placeOf(selection.focusNode, selection.focusOffset);
    if (anchor === null || place === null || (anchor === this.anchor && place === this.place)) return;
    this.anchor = anchor;
    this.place = place;
    this.#changed();
  }

  #changed() {
    this.draw();
    this.moved();
  }
}
