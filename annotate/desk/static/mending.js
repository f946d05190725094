// What becomes of waiting groups when one of them cannot go as it is. Pure: groups in, groups out.

import { Offsets } from "./offsets.js";

/**
 * Waiting groups without some acts of one group. What was done on top of a dropped act stands on what that stood on.
 * @param {Object[]} groups in order
 * @param {string} id of the group
 * @param {(act: Object) => boolean} drops
 * @returns {Object[]} the group itself is left out where nothing of it is left
 */
export function without(groups, id, drops) {
  const group = groups.find((one) => one.id === id);
  const renamed = new Map();
  const acts = [];
  group.acts.forEach((act, n) => {
    renamed.set(`${id}.${n}`, drops(act) ? act.base : `${id}.${acts.length}`);
    if (!drops(act)) acts.push(act);
  });
  const rebased = (act) => (renamed.has(act.base) ? { ...act, base: renamed.get(act.base) } : act);
  const changed = groups.map((one) => (one === group ? { ...group, acts } : { ...one, acts: one.acts.map(rebased) }));
  const gone = new Set(acts.length ? [] : [id]);
  for (const one of changed) if (gone.has(one.of)) gone.add(one.id); // an undo of what will never be
  return changed.filter((one) => !gone.has(one.id));
}

/**
 * A group again, upon how its annotations stand now.
 * @param {Object} group
 * @param {(id: string) => {annotation: Object|null, last: string|null}} now how the server has an annotation
 */
export function again(group, now) {
  const acts = group.acts.map((act) => {
    const { annotation, last } = now(act.annotation);
    if (act.annotation === "" || !annotation || last === act.base) return act;
    if (annotation.state !== "deleted" || !["change", "accept"].includes(act.act)) return { ...act, base: last };
    // Somebody took it away meanwhile: it is made again.
    const { layer, code, start, end, quotation, attributes } = act.act === "change" ? act : annotation;
    return { act: "create", annotation: act.annotation, base: last, layer, code, start, end, quotation, attributes };
  });
  return { ...group, acts };
}

/**
 * A group that was made on another text, placed by its quotations.
 * @param {Object} group
 * @param {{text: string, text_sha256: string}} document the text as it is now
 * @returns {{group: Object, lost: Object[]}} the group on this text, and the acts that have no sure place in it
 */
export function placed(group, document) {
  const offsets = new Offsets(document.text);
  const lost = [];
  const acts = group.acts.map((act) => {
    if (!act.quotation) return act;
    const start = placeOf(act, document.text);
    if (start === null) lost.push(act);
    return start === null ? act : { ...act, start: offsets.points(start), end: offsets.points(start + act.quotation.length) };
  });
  return { group: { ...group, text_sha256: document.text_sha256, acts }, lost };
}

/** Where the words stand once, or once with what stood around them; null where nobody can say. */
function placeOf({ quotation, prefix = "", suffix = "" }, text) {
  const once = (words) => {
    const first = text.indexOf(words);
    return first >= 0 && text.indexOf(words, first + 1) < 0 ? first : null;
  };
  const alone = once(quotation);
  if (alone !== null) return alone;
  const around = once(prefix + quotation + suffix);
  return around === null ? null : around + prefix.length;
}
