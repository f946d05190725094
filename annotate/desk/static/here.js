// The annotation that is worked on: what it is, its attributes and role to edit, and what can be done with it.

import { el, button, fill } from "./elements.js";
import { described } from "./card.js";
import { t, has, inWords } from "./words.js";

const EDITED = { actor: ["role"], quotation: ["speaker"] };

/** The panel's upper part. `act` has `accept`, `change`, `reject`, `remove`, `edit`, `extend`, `go`, each given an id. */
export class Here {
  constructor(root, choices, act) {
    Object.assign(this, { root, choices, act });
    this.shown = null;
  }

  /**
   * @param {Object|undefined} annotation
   * @param {Object[]} others that cover the same words
   * @param {{closed: boolean, selected: boolean}} how nothing may be changed; words are selected
   */
  show(annotation, others, { closed, selected }) {
    const now = JSON.stringify([annotation?.id, annotation?.last, annotation?.verdict, closed, selected, others.map((one) => one.last)]);
    if (now === this.shown) return;
    this.shown = now;
    const focused = this.root.contains(document.activeElement) ? document.activeElement.id : "";
    if (!annotation) fill(this.root, el("p.hint", {}, t("here.nothing")));
    else fill(this.root, el("h2.unseen", {}, t("here.title")), this.#quoted(annotation), described(annotation, this.choices, closed ? [] : this.#names(annotation)), closed ? null : [this.#buttons(annotation, selected), this.#fields(annotation)], this.#others(others));
    if (focused) (document.getElementById(focused) ?? this.root.querySelector("button, select, input"))?.focus({ preventScroll: true });
  }

  #quoted({ quotation, id }) {
    if (!quotation) return el("p.quoted", {}, t("document.whole"));
    return button(quotation, () => this.act.go(id), { classes: "plain quoted", "aria-label": t("here.go", { words: quotation.slice(0, 80) }) });
  }

  #fields(annotation) {
    const known = this.choices.codebook.attributes;
    const names = this.#names(annotation);
    return names.length ? el("div.fields", {}, names.map((name) => this.#field(annotation, name, known[name] ?? this.#own(name)))) : null;
  }

  /** The attributes that a person may edit. */
  #names({ layer }) {
    return layer === "tactic" ? Object.keys(this.choices.codebook.attributes) : EDITED[layer] ?? [];
  }

  #own(name) {
    const values = name === "role" ? this.choices.codebook.roles.map((role) => role.slug) : "open";
    const names = name === "role" ? Object.fromEntries(this.choices.codebook.roles.map((role) => [role.slug, inWords(role.label)])) : {};
    return { values, names, multiple: false };
  }

  #field(annotation, name, field) {
    const id = `field-${name}`;
    const value = annotation.attributes[name];
    const label = inWords(field.label) || t(`attribute.${name}`);
    const edit = (given) => this.act.edit(annotation.id, { ...annotation.attributes, [name]: given });
    const said = (one) => field.names?.[one] ?? (has(`value.${one}`) ? t(`value.${one}`) : one);
    let input;
    if (field.values === "open") {
      const read = (text) => (field.multiple ? text.split(",").map((one) => one.trim()).filter(Boolean) : text.trim());
      input = el("input", { type: "text", id, value: [value ?? []].flat().join(", "), title: field.multiple ? t("field.several") : null, onchange: () => edit(read(input.value)) });
    } else if (field.multiple) {
      const boxes = field.values.map((one) => el("label", {}, el("input", { type: "checkbox", value: one, checked: [value ?? []].flat().includes(one), onchange: () => edit(boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value)) }), " ", said(one)));
      return el("fieldset", { id }, el("legend", {}, label), boxes);
    } else {
      const options = [el("option", { value: "" }, "–"), ...field.values.map((one) => el("option", { value: one, selected: one === value }, said(one)))];
      input = el("select", { id, onchange: () => edit(input.value) }, options);
    }
    return el("p", {}, el("label", { for: id }, label), input);
  }

  #buttons({ id, state, by }, selected) {
    const one = (act, key, more = {}) => button([t(`do.${act}`), " ", el("kbd", { "aria-hidden": "true" }, key)], () => this.act[act](id), { id: `do-${act}`, ...more });
    const waits = state === "suggested" || state === "rejected";
    const away = by ? (state === "rejected" ? null : one("reject", "r", { classes: "quiet" })) : one("remove", "Del", { classes: "quiet" });
    const extend = selected ? button(t("do.extend"), () => this.act.extend(id), { classes: "quiet" }) : null;
    return el("div.buttons", {}, waits ? one("accept", "a") : null, one("change", "e", { classes: "quiet" }), away, extend);
  }

  #others(others) {
    if (!others.length) return null;
    const names = others.map((other) => el("li", {}, button(this.choices.known(other.layer, other.code).label, () => this.act.go(other.id, false), { classes: "plain" })));
    return el("div.others", {}, el("h3", {}, t("here.others")), el("ul.plain", {}, names));
  }
}
