// What may be chosen in the type-ahead, and which of it comes first for the letters that were typed.

import { fold } from "./offsets.js";
import { t, ui, inWords } from "./words.js";

const OTHER = ui === "fr" ? "en" : "fr";
const FIGURES = ["count", "money", "percentage", "people", "accounts", "followers", "posts", "comments", "shares", "reposts", "likes", "views", "clicks", "visits", "places", "duration_hours", "duration_minutes"];
const NOT_IN_NAMES = /[^\p{L}\p{N}_ .'’-]+/gu;
const LONGEST = 120;

/**
 * @typedef {Object} Choice
 * @property {string} layer
 * @property {string} code
 * @property {string} label in the language of the interface
 * @property {string} also what else it is called
 * @property {string} definition
 * @property {string} not what it is not
 * @property {string} classes colours
 * @property {string} [key] the codebook's letter for it
 */

/** The words of a code book and an authority file, ready to be searched. */
export class Choices {
  /**
   * @param {Object} codebook
   * @param {Object[]} actors
   */
  constructor(codebook, actors) {
    this.codebook = codebook;
    this.passage = () => ""; // the words between two offsets, where a document is there
    this.actors = actors;
    this.tactics = codebook.tactics.map((tactic) => ({
      layer: "tactic", code: tactic.slug, label: inWords(tactic.label), also: tactic.label[OTHER] ?? "", key: tactic.key, retired: Boolean(tactic.retired),
      definition: inWords(tactic.definition), not: inWords(tactic.not), classes: `g-${tactic.group}`,
      names: folded([tactic.label.en, tactic.label.fr, tactic.slug]), cues: folded(Object.values(tactic.cues ?? {}).flat()),
      told: folded([tactic.definition.en, tactic.definition.fr]),
    })); // prettier-ignore
    this.people = actors.map((actor) => ({
      layer: "actor", code: actor.id, label: inWords(actor.names), also: this.kind(actor.type), definition: inWords(actor.description),
      not: "", classes: "", names: folded([...Object.values(actor.names), ...flat(actor.aliases)]), cues: [],
      told: folded(Object.values(actor.description ?? {})),
    })); // prettier-ignore
    this.others = [
      { layer: "quotation", code: "quotation", label: t("layer.quotation") },
      { layer: "date", code: "date", label: t("layer.date") },
      ...FIGURES.map((code) => ({ layer: "figure", code, label: `${t("layer.figure")} · ${t(`figure.${code}`)}` })),
    ].map((one) => ({ also: "", definition: "", not: "", classes: "", cues: [], told: [], names: folded([one.label, t(`layer.${one.layer}`), t(`also.${one.layer}`)]), ...one }));
    this.byCode = new Map([...this.tactics, ...this.people, ...this.others].map((one) => [`${one.layer} ${one.code}`, one]));
    const before = (layer, all, id) => all.forEach((one) => one.formerly?.forEach((old) => this.byCode.set(`${layer} ${old}`, this.byCode.get(`${layer} ${one[id]}`))));
    before("tactic", codebook.tactics, "slug");
    before("actor", actors, "id");
  }

  /** What is known of a code; of a proposed one or a candidate, the name that it has in itself. */
  known(layer, code) {
    const found = this.byCode.get(`${layer} ${code}`);
    if (found) return found;
    const label = layer === "tactic" || layer === "actor" ? code.replace(/^(proposed|candidate):/, "") : t(`layer.${layer}`);
    const definition = code.startsWith("proposed:") ? t("choice.proposed") : code.startsWith("candidate:") ? t("choice.candidate") : "";
    return { layer, code, label, also: "", definition, not: "", classes: "", names: [], cues: [], told: [] };
  }

  /** The label of an actor type. */
  kind(slug) {
    return inWords(this.codebook.actor_types.find((type) => type.slug === slug)?.label) || slug || "";
  }

  /** The code that a letter of the codebook stands for. */
  ofKey(key) {
    return this.tactics.find((one) => one.key === key && !one.retired);
  }

  /**
   * What the typed letters may mean, the likeliest first.
   * @param {"tactic"|"actor"|"other"} of
   * @param {string} typed
   * @param {string[]} recent `layer code`, the last one first
   * @returns {Choice[]}
   */
  search(of, typed, recent) {
    const all = { tactic: this.tactics, actor: this.people, other: this.others }[of].filter((one) => !one.retired);
    const terms = fold(typed).split(/\s+/).filter(Boolean);
    const place = (one) => (recent.indexOf(`${one.layer} ${one.code}`) + 1 || recent.length + 1) / (recent.length + 2);
    const ranked = all.map((choice, order) => ({ choice, order, rank: rank(choice, terms) + place(choice) })).filter((one) => one.rank < 10);
    return ranked.sort((a, b) => a.rank - b.rank || a.order - b.order).map((one) => one.choice);
  }
}

/** The code of a new actor or code of this name; null where nothing of the name may stay. */
export function newCode(prefix, typed) {
  const name = typed.normalize("NFC").replace(NOT_IN_NAMES, " ").replace(/\s+/g, " ").trim().slice(0, LONGEST).trim();
  return name ? `${prefix}:${name}` : null;
}

/** 0 its key; 1 its name begins so, 2 a word of its name, 3 of its cues, 4 of its definition, 5 inside a word; 10 not at all. */
function rank(choice, terms) {
  if (terms.length === 1 && choice.key === terms[0]) return 0;
  if (choice.names.some((name) => name.startsWith(terms.join(" ")))) return 1;
  return Math.max(1, ...terms.map((term) => one(choice, term)));
}

function one(choice, term) {
  const begins = (text) => ` ${text}`.includes(` ${term}`) || text.includes(`'${term}`) || text.includes(`-${term}`);
  if (choice.names.some(begins)) return 2;
  if (choice.cues.some(begins)) return 3;
  if (choice.told.some(begins)) return 4;
  return term.length > 2 && [...choice.names, ...choice.cues].some((text) => text.includes(term)) ? 5 : 10;
}

const folded = (texts) => texts.filter(Boolean).map(fold);
const flat = (aliases) => Object.values(aliases ?? {}).flat();
