// Where words and characters begin and end. French elisions are words of their own: l', d', qu'.

const ELISION = /^(?:[ldjmtsncç]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\p{L})/iu;
const MARK = /[#@]/;

/** The number of the last block that begins at a place or before it. */
export function blockAt(blocks, place) {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle].start <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Words and characters of one text. Offsets are UTF-16 units. Only the blocks that somebody works in are read. */
export class Boundaries {
  /**
   * @param {string} text
   * @param {{start: number, end: number, language: string|null}[]} blocks
   */
  constructor(text, blocks) {
    this.text = text;
    this.blocks = blocks;
    this.read = new Map();
    this.characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  }

  /** The word that has this place inside it, its ends excluded; or null. */
  wordAround(place) {
    return this.#words(blockAt(this.blocks, place)).find((word) => word.start < place && place < word.end) ?? null;
  }

  /** The word that begins at this place or has it inside it; or null. */
  wordAt(place) {
    return this.#words(blockAt(this.blocks, place)).find((word) => word.start <= place && place < word.end) ?? null;
  }

  /** Where the next word begins, or ends: `edge` is "start" or "end"; the end of the text where there is none. */
  next(place, edge) {
    for (let n = blockAt(this.blocks, place); n < this.blocks.length; n++) {
      const word = this.#words(n).find((one) => one[edge] > place);
      if (word) return word[edge];
    }
    return this.blocks.at(-1)?.end ?? 0;
  }

  /** Where the word before begins; the beginning of the text where there is none. */
  previous(place) {
    for (let n = blockAt(this.blocks, place); n >= 0; n--) {
      const word = this.#words(n).findLast((one) => one.start < place);
      if (word) return word.start;
    }
    return this.blocks[0]?.start ?? 0;
  }

  /** One character further, forwards or backwards. */
  character(place, step) {
    const n = blockAt(this.blocks, place);
    const block = this.blocks[n];
    if (step > 0 && place >= block.end) return this.blocks[n + 1]?.start ?? block.end;
    if (step < 0 && place <= block.start) return this.blocks[n - 1]?.end ?? block.start;
    const ends = this.#ends(n);
    return step > 0 ? ends.find((end) => end > place) : ends.findLast((end) => end < place);
  }

  /**
   * A passage without white space around it; with `words`, grown to whole words; never cutting a character.
   * @returns {{start: number, end: number}|null} null where nothing is left
   */
  snapped(start, end, words) {
    if (words) {
      start = this.wordAround(start)?.start ?? this.#whole(start, -1);
      end = this.wordAround(end)?.end ?? this.#whole(end, 1);
    } else {
      start = this.#whole(start, -1);
      end = this.#whole(end, 1);
    }
    const passage = this.text.slice(start, end);
    const trimmed = passage.trim();
    if (!trimmed) return null;
    start += passage.length - passage.trimStart().length;
    return { start, end: start + trimmed.length };
  }

  #whole(place, step) {
    const n = blockAt(this.blocks, place);
    const { start, end } = this.blocks[n];
    if (place <= start || place >= end || this.#ends(n).includes(place)) return place;
    return this.character(place, step);
  }

  #words(n) {
    return this.#of(n).words;
  }

  #ends(n) {
    const kept = this.#of(n);
    kept.ends ??= [kept.block.start, ...Array.from(this.characters.segment(kept.words_of), (c) => kept.block.start + c.index + c.segment.length)];
    return kept.ends;
  }

  #of(n) {
    if (!this.read.has(n)) {
      const block = this.blocks[n];
      const text = this.text.slice(block.start, block.end);
      this.read.set(n, { block, words_of: text, words: words(text, block.start, block.language) });
    }
    return this.read.get(n);
  }
}

function words(text, from, declared) {
  const found = [];
  const language = declared?.match(/^[a-z]{2,3}(?![a-z])/i)?.[0].toLowerCase();
  for (const { segment, index, isWordLike } of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) {
    if (!isWordLike) continue;
    let start = from + index;
    const end = start + segment.length;
    for (let rest = segment; language === "fr"; ) {
      const elided = rest.match(ELISION)?.[0];
      if (!elided) break;
      found.push({ start, end: start + elided.length });
      start += elided.length;
      rest = rest.slice(elided.length);
    }
    if (MARK.test(text[start - from - 1] ?? "")) start -= 1;
    found.push({ start, end });
  }
  return found;
}
