// What the acts on one annotation leave of it: corpus/replay.py and annotate/desk/coding/view.py, in the browser.
// Verdicts are not among a person's acts: what became of an annotation comes beside them.
// tests/browser/test_desk_document_replay.py holds the two to the same answers.

const PLACE = ["start", "end", "quotation", "prefix", "suffix", "text_sha256"];
const PASSAGE = ["layer", "code", ...PLACE, "attributes"];
const STATES = { accept: "accepted", reject: "rejected", delete: "deleted" };
const WHOLE = { layer: null, code: null, start: null, end: null, quotation: null, text_sha256: null, score: null };
const OF_TEXTS_AND_CODES = ["reanchor", "recode"]; // acts that follow a text or a codebook, and are nobody's coding
const NO_DEEDS = ["submit", "reopen", "adjudicate", "answer", "suggest", ...OF_TEXTS_AND_CODES];

/** An act with every field: absent means unknown. */
export const whole = (act) => ({ ...WHOLE, prefix: "", suffix: "", attributes: {}, ...act });

/**
 * The annotation as its acts leave it; null where the first does not make it.
 * @param {Object[]} acts whole, in the order of the log
 */
export function replay(acts) {
  let annotation = null;
  for (const act of standingActs(acts)) {
    if (annotation !== null) annotation = after(annotation, act);
    else if (makes(act)) annotation = made(act);
    else if (!["suggest", "create"].includes(acts[0].act)) return null;
  }
  if (annotation !== null || !acts.length || !makes(acts[0])) return annotation;
  return { ...made(acts[0]), state: "deleted" }; // its making was undone
}

/** The acts that nobody took back, without the `undo` and `redo` themselves. */
function standingActs(acts) {
  const told = [];
  const stands = [];
  const undone = new Map(); // by who acted: places in `told`, the last to come back first
  for (const act of acts) {
    if (act.act === "undo") {
      let place = told.length - 1;
      while (place >= 0 && !(stands[place] && told[place].agent === act.agent && !OF_TEXTS_AND_CODES.includes(told[place].act))) place--;
      if (place < 0) continue;
      stands[place] = false;
      if (!undone.has(act.agent)) undone.set(act.agent, []);
      undone.get(act.agent).push(place);
    } else if (act.act === "redo") {
      const places = undone.get(act.agent);
      if (places?.length) stands[places.pop()] = true;
    } else {
      told.push(act);
      stands.push(true);
      if (!OF_TEXTS_AND_CODES.includes(act.act)) undone.delete(act.agent);
    }
  }
  return told.filter((_, place) => stands[place]);
}

/** The group that an act was sent in: its id up to the last dot. */
export function groupOf(event) {
  const dot = event.lastIndexOf(".");
  return dot > 0 ? event.slice(0, dot) : event;
}

/**
 * The groups that a person could undo, and redo; the next one stands last.
 * @param {Object[]} own that person's acts in the document, in the order in which they were written
 * @returns {{done: string[], undone: string[]}}
 */
export function stacks(own) {
  const done = [];
  let undone = [];
  const met = new Set();
  const moved = (id, from, to) => {
    const place = from.indexOf(id);
    if (place >= 0) to.push(...from.splice(place, 1));
  };
  for (const act of own) {
    const group = groupOf(act.id);
    if (met.has(group)) continue;
    met.add(group);
    const of = String(act.attributes?.of ?? "");
    if (act.act === "undo") moved(of, done, undone);
    else if (act.act === "redo") moved(of, undone, done);
    else if (!NO_DEEDS.includes(act.act)) {
      done.push(group);
      undone = [];
    }
  }
  return { done, undone };
}

const makes = (act) => (act.act === "suggest" || act.act === "create") && act.layer !== null && act.code !== null;

function made(act) {
  const annotation = { id: act.annotation, document: act.document, agent: act.agent, made_at: act.made_at };
  for (const name of PASSAGE) annotation[name] = act[name];
  return { ...annotation, state: act.act === "suggest" ? "suggested" : "made", score: act.score };
}

function after(annotation, act) {
  if (act.act === "suggest" || act.act === "create") return made(act); // made again after it was deleted
  if (act.act === "change") {
    const waits = annotation.state === "suggested" || annotation.state === "rejected";
    return { ...annotation, state: waits ? "accepted" : annotation.state, ...known(act, PASSAGE) };
  }
  if (STATES[act.act]) return { ...annotation, state: STATES[act.act] };
  if (act.act === "recode") return act.code === null ? annotation : { ...annotation, code: act.code };
  if (act.act === "reanchor") return { ...annotation, ...known(act, PLACE) };
  if (act.act === "answer") {
    const answered = { answer: act.attributes.answer ?? null, answered_by: act.agent };
    return { ...annotation, attributes: { ...annotation.attributes, ...answered } };
  }
  return annotation;
}

const known = (act, names) => Object.fromEntries(names.filter((name) => act[name] !== null).map((name) => [name, act[name]]));
