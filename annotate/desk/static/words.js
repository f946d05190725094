// The words of the interface in its language, as the server laid them into the page.

const told = JSON.parse(document.getElementById("script-words")?.textContent || "{}");

/** The language of the interface: `en` or `fr`. */
export const ui = document.documentElement.lang || "en";

const plurals = new Intl.PluralRules(ui);
const numbers = new Intl.NumberFormat(ui);

/**
 * A message, its {placeholders} filled. A message with several forms takes the one that `count` asks for.
 * @param {string} key
 * @param {Object} [values] numbers are written as the language writes them
 * @returns {string}
 */
export function t(key, values = {}) {
  const found = told[key];
  if (found === undefined) return key;
  const form = typeof found === "string" ? found : found[plurals.select(values.count)] ?? found.other;
  return form.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** Whether a message of this key exists. */
export const has = (key) => told[key] !== undefined;

/** What stands in the language of the interface, or in any where it has none. */
export const inWords = (label) => label?.[ui] || Object.values(label ?? {}).find(Boolean) || "";

/** A score from 0 to 1 in hundredths, as the language writes it. */
export const score = (value) => numbers.format(Math.round(value * 100) / 100);

/** A day or a time as the language writes it. */
export function date(iso) {
  const told = new Date(iso.length === 10 ? `${iso}T12:00:00` : iso);
  if (Number.isNaN(told.getTime())) return iso;
  return told.toLocaleDateString(ui, { dateStyle: "medium" });
}

function shown(value) {
  return typeof value === "number" ? numbers.format(value) : String(value ?? "");
}
