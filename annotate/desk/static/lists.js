// A list of annotations that stays where it is when they change: an item is made anew only where its annotation is.

import { el, button } from "./elements.js";
import { t } from "./words.js";
import { layerClass, origin } from "./card.js";
import { shortened } from "./deeds.js";

/** Annotations in a list, one item each. */
export class List {
  /** @param {(annotation: Object) => Node[]} item what an item shows */
  constructor(label, item) {
    this.item = item;
    this.items = new Map(); // id -> {el, seen}
    this.el = el("ul.plain.list", { "aria-label": label });
  }

  /** @param {Object[]} annotations in the order of the list */
  show(annotations, closed) {
    const ids = new Set(annotations.map((one) => one.id));
    const lost = [...this.items.values()].find(({ el }) => el.contains(document.activeElement));
    const after = lost && siblings(lost.el).find((one) => ids.has(one.dataset.id));
    for (const [id, { el }] of this.items) {
      if (ids.has(id)) continue;
      el.remove();
      this.items.delete(id);
    }
    let place = this.el.firstChild;
    for (const annotation of annotations) {
      const seen = `${annotation.last} ${annotation.verdict ? 1 : 0} ${closed}`;
      let kept = this.items.get(annotation.id);
      if (kept?.seen !== seen) {
        const made = el("li", { "data-id": annotation.id }, this.item(annotation));
        if (kept) {
          if (kept.el === place) place = made;
          kept.el.replaceWith(made);
        }
        kept = { el: made, seen };
        this.items.set(annotation.id, kept);
      }
      if (kept.el === place) place = place.nextSibling;
      else this.el.insertBefore(kept.el, place);
    }
    if (lost && !this.el.contains(document.activeElement)) after?.querySelector("button")?.focus({ preventScroll: true });
  }

  /** Show which annotation is the current one, and bring it into sight. */
  mark(id) {
    this.el.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const item = this.items.get(id)?.el;
    if (!item) return;
    item.setAttribute("aria-current", "true");
    const box = this.el.closest(".pane");
    const { top, bottom } = item.getBoundingClientRect();
    const around = box.getBoundingClientRect();
    if (top < around.top || bottom > around.bottom) box.scrollTop += top - around.top - around.height / 3;
  }
}

/** An item of a list: the words, the code, and what can be done. */
export function itemOf(annotation, choices, act, closed) {
  const code = choices.known(annotation.layer, annotation.code);
  const words = annotation.attributes.text || annotation.quotation || t("document.whole");
  const name = `${code.label}, ${shortened(words, 40)}`;
  const go = button([el("span.name", {}, code.label), el("span.words", {}, shortened(words, 90))], () => act.go(annotation.id), { classes: "plain go" });
  const small = (what, sign) => button(sign, () => act[what](annotation.id), { classes: "small", title: t(`do.${what}`), "aria-label": t("do.to", { what: t(`do.${what}`), name }) });
  const doing = closed ? [] : annotation.state === "suggested" ? [small("accept", "✓"), small("change", "✎"), small("reject", "✕")] : annotation.state === "rejected" ? [small("accept", "✓")] : [small("change", "✎"), annotation.by ? small("reject", "✕") : small("remove", "✕")];
  return [
    el(`div.entry.${annotation.state}${code.classes ? "." + code.classes : ""}`, {}, el("span", { class: `swatch ${layerClass(annotation.layer)}`, "aria-hidden": "true" }), go, el("span.doing", {}, doing)),
    el("p.origin", {}, origin(annotation)),
    annotation.attributes.answer ? el("p.answer", {}, el("b", {}, t("answer", { who: annotation.attributes.answered_by ?? "" })), " ", annotation.attributes.answer) : null,
  ].filter(Boolean); // prettier-ignore
}

function siblings(item) {
  const found = [];
  for (let next = item.nextElementSibling; next; next = next.nextElementSibling) found.push(next);
  for (let before = item.previousElementSibling; before; before = before.previousElementSibling) found.push(before);
  return found;
}
