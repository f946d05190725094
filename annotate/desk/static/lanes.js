// Where lines under the text run: spans that overlap get lanes of their own, the shorter one nearer to the words.

/**
 * @typedef {{id: string, start: number, end: number}} Span
 * @param {Span[]} spans any order
 * @returns {Map<string, number>} lane of each, from 0 (nearest to the words)
 */
export function lanes(spans) {
  const found = new Map();
  const taken = []; // by lane: the spans in it, in the order of the text
  const byLength = [...spans].sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start || (a.id < b.id ? -1 : 1));
  for (const span of byLength) {
    let lane = 0;
    while (taken[lane]?.some((other) => other.start <= span.end && span.start <= other.end)) lane++;
    (taken[lane] ??= []).push(span);
    found.set(span.id, lane);
  }
  return found;
}

/**
 * A stretch of text cut wherever a span begins or ends.
 * @param {number} start
 * @param {number} end
 * @param {Span[]} spans those that reach into the stretch
 * @returns {{start: number, end: number, spans: Span[]}[]} pieces without a gap
 */
export function pieces(start, end, spans) {
  const cuts = new Set([start, end]);
  const opens = new Map();
  for (const span of spans) {
    const from = Math.max(span.start, start);
    if (!opens.has(from)) opens.set(from, []);
    opens.get(from).push(span);
    cuts.add(from).add(Math.min(span.end, end));
  }
  const places = [...cuts].sort((a, b) => a - b);
  const found = [];
  let open = [];
  for (let n = 0; n + 1 < places.length; n++) {
    open = open.filter((span) => span.end > places[n]).concat(opens.get(places[n]) ?? []);
    found.push({ start: places[n], end: places[n + 1], spans: open });
  }
  return found;
}
