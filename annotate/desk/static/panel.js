// The panel beside the text: suggestions, what is marked, the document's codes and remarks, every occurrence.

import { el, button, fill } from "./elements.js";
import { List, itemOf } from "./lists.js";
import { t } from "./words.js";

const PANES = ["suggestions", "marks", "document", "occurrences"];
const LAYERS = ["tactic", "actor", "quotation", "figure", "date"];
const REMARKS = ["note", "question"];

/** The tabs of the panel and what is in them. Only the one that is open is drawn. */
export class Panel {
  /**
   * @param {HTMLElement} root
   * @param {{choices: Object, act: Object, occurrences: Object}} parts `act`: what the buttons do, by name
   */
  constructor(root, { choices, act, occurrences }) {
    Object.assign(this, { root, choices, act });
    this.all = [];
    this.closed = false;
    this.layer = "";
    this.rejected = false;
    const list = (label) => new List(t(label), (annotation) => itemOf(annotation, this.choices, this.act, this.closed));
    this.lists = { suggestions: list("pane.suggestions"), marks: list("pane.marks"), codes: list("document.codes"), remarks: list("document.remarks") };
    this.tabs = PANES.map((name) => el("button.tab", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`, "aria-selected": "false", tabindex: "-1", onclick: () => this.open(name) }));
    const content = { suggestions: this.#suggestions(), marks: this.#marks(), document: this.#document(), occurrences: [occurrences.el] };
    this.panes = PANES.map((name) => el("div.pane", { role: "tabpanel", id: `pane-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "0", hidden: true }, content[name]));
    const strip = el("div.strip", { role: "tablist", "aria-label": t("panel.label"), onkeydown: (event) => this.#key(event) }, this.tabs);
    this.root.append(strip, ...this.panes);
    this.open("suggestions");
  }

  /** Show one of the tabs. */
  open(name) {
    this.name = name;
    PANES.forEach((one, n) => {
      this.tabs[n].setAttribute("aria-selected", String(one === name));
      this.tabs[n].tabIndex = one === name ? 0 : -1;
      this.panes[n].hidden = one !== name;
    });
    this.show(this.all, this.closed);
  }

  /**
   * @param {Object[]} all the annotations that stand, in the order of the text
   * @param {boolean} closed nothing may be changed
   */
  show(all, closed) {
    Object.assign(this, { all, closed });
    const kinds = this.#sorted();
    const count = { suggestions: this.waiting().length, marks: kinds.marks.length, document: kinds.codes.length + kinds.remarks.length };
    PANES.forEach((name, n) => fill(this.tabs[n], t(`pane.${name}`), count[name] === undefined ? null : [" ", el("span.n", {}, String(count[name]))]));
    if (this.name === "suggestions") {
      this.lists.suggestions.show(kinds.suggestions, closed);
      const shown = kinds.suggestions.filter((one) => one.state === "suggested").length;
      for (const one of [this.acceptAll, this.rejectAll]) one.hidden = closed || !shown;
      this.acceptAll.textContent = t("suggestions.accept", { count: shown });
      this.rejectAll.textContent = t("suggestions.reject", { count: shown });
      this.none.hidden = kinds.suggestions.length > 0;
    }
    if (this.name === "marks") this.lists.marks.show(kinds.marks, closed);
    if (this.name === "document") {
      this.lists.codes.show(kinds.codes, closed);
      this.lists.remarks.show(kinds.remarks, closed);
      for (const one of this.adding) one.hidden = closed;
    }
  }

  /** The suggestions that nobody has judged, of the layer that is chosen. */
  waiting() {
    return this.all.filter((one) => one.state === "suggested" && this.#isShown(one));
  }

  /** Show which annotation is the current one. */
  mark(id) {
    for (const list of Object.values(this.lists)) list.mark(id);
  }

  #isShown(one) {
    return !this.layer || one.layer === this.layer;
  }

  #sorted() {
    const of = (what) => this.all.filter(what);
    const remark = (one) => REMARKS.includes(one.layer);
    return {
      suggestions: of((one) => this.#isShown(one) && (one.state === "suggested" || (this.rejected && one.state === "rejected"))),
      marks: of((one) => !remark(one) && one.quotation && (one.state === "made" || one.state === "accepted")),
      codes: of((one) => !remark(one) && !one.quotation && one.state !== "rejected" && one.state !== "suggested"),
      remarks: of((one) => remark(one) && one.state !== "rejected"),
    };
  }

  #suggestions() {
    const filter = el("select", { id: "layer", onchange: () => ((this.layer = filter.value), this.show(this.all, this.closed)) }, el("option", { value: "" }, t("suggestions.all")), LAYERS.map((layer) => el("option", { value: layer }, t(`layer.${layer}`))));
    const rejected = el("input", { type: "checkbox", id: "rejected", onchange: () => this.act.showRejected((this.rejected = rejected.checked)) });
    const each = (act) => () => this.act.judgeAll(act, this.waiting().map((one) => one.id));
    this.acceptAll = button("", each("accept"), { classes: "quiet" });
    this.rejectAll = button("", each("reject"), { classes: "quiet" });
    this.none = el("p.hint", {}, t("suggestions.none"));
    return [
      el("div.filter", {}, el("label", { for: "layer" }, t("suggestions.layer")), filter, el("label.check", {}, rejected, " ", t("suggestions.rejected"))),
      el("div.buttons", {}, this.acceptAll, this.rejectAll), this.none, this.lists.suggestions.el,
    ]; // prettier-ignore
  }

  #marks() {
    return [this.lists.marks.el];
  }

  #document() {
    const add = (what, key) => button([t(`document.add.${what}`), " ", el("kbd", { "aria-hidden": "true" }, key)], (event) => this.act.add(what, event.currentTarget), { classes: "quiet" });
    this.adding = [add("code", "d"), add("note", "#"), add("question", "!")];
    return [
      el("h3", {}, t("document.codes")), el("div.buttons", {}, this.adding[0]), this.lists.codes.el,
      el("h3", {}, t("document.remarks")), el("div.buttons", {}, this.adding.slice(1)), this.lists.remarks.el,
    ]; // prettier-ignore
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.open(PANES[(PANES.indexOf(this.name) + step + PANES.length) % PANES.length]);
    this.tabs[PANES.indexOf(this.name)].focus();
  }
}
