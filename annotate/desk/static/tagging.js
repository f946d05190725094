// One code for occurrences in many documents: a group of acts for each document, and the groups that take them back.

import { fresh, group } from "./deeds.js";

const CONTEXT = 32; // UTF-16 units kept before and after a passage, by which it is found again in a text that has changed

/**
 * @param {Object[]} hits of a concordance, each document's together
 * @param {{layer: string, code: string, attributes?: Object}} choice
 * @returns {Object[]} a group for each document
 */
export function taggings(hits, { layer, code, attributes = {} }) {
  const acts = Map.groupBy(hits, (hit) => hit.document);
  return [...acts.values()].map((own) => group(documentOf(own[0]), own.map((hit) => created(hit, { layer, code, attributes }))));
}

/** The group that takes a group of `taggings` back. */
export function takenBack({ id, document, title, text_sha256, acts }) {
  const undone = acts.map(({ annotation }, n) => ({ act: "undo", annotation, base: `${id}.${n}` }));
  return group({ id: document, title, text_sha256 }, undone.reverse(), id);
}

const documentOf = ({ document, title, text_sha256 }) => ({ id: document, title, text_sha256 });

function created({ start, end, match, left, right }, coded) {
  return { act: "create", annotation: fresh(), base: null, ...coded, start, end, quotation: match, prefix: left.slice(-CONTEXT), suffix: right.slice(0, CONTEXT) };
}
