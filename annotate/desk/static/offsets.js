// Code points, which everybody else counts in, to and from the UTF-16 units that a browser counts in.

/** Converts offsets into one text. A text without characters beyond U+FFFF costs nothing. */
export class Offsets {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.pairs = []; // where each surrogate pair begins, in units
    for (const match of text.matchAll(/[\u{10000}-\u{10FFFF}]/gu)) this.pairs.push(match.index);
    this.length = text.length - this.pairs.length;
  }

  /** Units to code points. Inside a pair: the code point that it is of. */
  points(units) {
    const before = this.#before((n) => this.pairs[n] + 1 < units);
    return units - before - (this.pairs[before] + 1 === units ? 1 : 0);
  }

  /** Code points to units. */
  units(points) {
    return points + this.#before((n) => this.pairs[n] - n < points);
  }

  /** The text between two offsets in code points. */
  slice(start, end) {
    return this.text.slice(this.units(start), this.units(end));
  }

  /** How many pairs lie before: `is` holds for the first ones and for none after them. */
  #before(is) {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (is(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Small letters without accents: how words are compared that a person types. */
export const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replace(/œ/gi, "oe").replace(/æ/gi, "ae").replace(/[’ʼ]/g, "'").replace(/\s/g, " ").toLowerCase();
