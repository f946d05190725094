// The buttons beside selected words, for mouse and finger.

import { button } from "./elements.js";
import { t } from "./words.js";

const BUTTONS = [["code", "Enter"], ["actor", "@"], ["note", "#"], ["question", "!"], ["every", "*"]];

/** A toolbar that comes where words are selected. */
export class Tools {
  /** @param {Object<string, () => void>} act what each button does, by name */
  constructor(root, act) {
    this.root = root;
    this.down = false;
    root.append(...BUTTONS.map(([name, key]) => button(t(`tools.${name}`), () => act[name](), { title: key, "data-tool": name })));
    root.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    document.addEventListener("pointerdown", () => (this.down = true));
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => this.#up());
    addEventListener("scroll", () => this.#place(), { passive: true });
  }

  /** Beside a range of the page; null hides it. While a button of the mouse is down it waits. */
  show(range) {
    this.range = range;
    this.#place();
  }

  #up() {
    this.down = false;
    this.#place();
  }

  #place() {
    this.root.hidden = !this.range || this.down;
    if (this.root.hidden) return;
    const box = [...this.range.getClientRects()].at(-1);
    if (!box) return;
    const { width, height } = this.root.getBoundingClientRect();
    const under = box.bottom + 10;
    this.root.style.setProperty("--left", `${Math.max(8, Math.min(box.right - width / 2, innerWidth - width - 8))}px`);
    this.root.style.setProperty("--top", `${under + height < innerHeight ? under : box.top - height - 10}px`);
  }
}
