// The card that opens over a mark: what covers these words, what the code means and does not, who says so and how surely.

import { el, fill } from "./elements.js";
import { t, has, score, inWords } from "./words.js";

const REMARKED = ["text", "answer", "answered_by"]; // shown by themselves
const ACTORS = ["speaker_actor", "speaker_for"]; // whose values are actors' ids

/** The class by which the sheet knows a layer. */
export const layerClass = (layer) => (layer === "note" || layer === "question" ? "remark" : layer);

/** Everything about one annotation, for the card and for the panel; without the attributes named in `but`. */
export function described(annotation, choices, but = []) {
  const code = choices.known(annotation.layer, annotation.code);
  const layer = t(`layer.${annotation.layer}`);
  return [
    el(`p.title${code.classes ? "." + code.classes : ""}`, {}, el("span.swatch", { class: `swatch ${layerClass(annotation.layer)}`, "aria-hidden": "true" }), el("b", {}, code.label), code.label === layer ? null : [" ", el("span.layer", {}, layer)]),
    annotation.attributes.text ? el("p.remark", {}, annotation.attributes.text) : null,
    annotation.attributes.answer ? el("p.answer", {}, el("b", {}, t("answer", { who: annotation.attributes.answered_by ?? "" })), " ", annotation.attributes.answer) : null,
    code.definition ? el("p.definition", {}, code.definition) : null,
    code.not ? el("p.not", {}, el("b", {}, t("card.not")), " ", code.not) : null,
    told(annotation, choices, but),
    el("p.origin", {}, origin(annotation)),
    outcome(annotation, choices),
  ];
}

/** Who made or proposed it, how sure the machine was, and how it stands. */
export function origin(annotation) {
  const state = t(`state.${annotation.state}`);
  if (!annotation.by) return state;
  const sure = annotation.score === null ? "" : ` · ${score(annotation.score)}`;
  return `${state} · ${annotation.by}${sure}`;
}

function outcome({ verdict, layer, start, end }, choices) {
  if (!verdict) return null;
  const now = verdict.now;
  const elsewhere = now && (now.start !== start || now.end !== end) ? ` ${t("quoted", { words: choices.passage(now.start, now.end) })}` : null;
  const instead = now ? [" ", el("b", {}, t("verdict.instead")), ` ${choices.known(layer, now.code).label}`, elsewhere] : null;
  const words = t(`verdict.${verdict.verdict}`, { who: verdict.by ?? "" });
  return el(`p.verdict.${verdict.verdict === "right" ? "right" : "wrong"}`, {}, el("b", {}, words), verdict.reason ? ` ${verdict.reason}` : null, instead);
}

function told({ attributes, layer }, choices, but) {
  const shown = Object.entries(attributes).filter(([name, value]) => value !== null && value !== "" && ![...REMARKED, ...but].includes(name) && (typeof value !== "object" || Array.isArray(value)));
  if (!shown.length) return null;
  const label = (name) => inWords(choices.codebook.attributes[name]?.label) || (has(`attribute.${name}`) ? t(`attribute.${name}`) : name);
  return el("dl.told", {}, shown.map(([name, value]) => el("div", {}, el("dt", {}, label(name)), el("dd", {}, [value].flat().map((one) => said(name, one, layer, choices)).join(", ")))));
}

function said(name, value, layer, choices) {
  if (ACTORS.includes(name)) return choices.known("actor", value).label;
  if (name === "role") return inWords(choices.codebook.roles.find((role) => role.slug === value)?.label) || value;
  if (name === "kind" && layer === "actor") return choices.kind(value);
  return has(`value.${value}`) ? t(`value.${value}`) : String(value);
}

/** The one card of the page. */
export class Card {
  /** @param {HTMLElement} page what it is put into */
  constructor(page) {
    this.el = el("div.card", { id: "card", hidden: true });
    this.el.addEventListener("pointerleave", () => this.hide());
    page.append(this.el);
  }

  /** Show annotations beside a rectangle of the screen. */
  show(annotations, box, choices) {
    fill(this.el, annotations.map((annotation) => el("article", {}, described(annotation, choices))));
    this.el.hidden = false;
    const { width, height } = this.el.getBoundingClientRect();
    const above = box.top - height - 6;
    const under = box.bottom + 6;
    this.el.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    this.el.style.top = `${under + height < innerHeight ? under : Math.max(8, above)}px`;
  }

  hide() {
    this.el.hidden = true;
  }
}
