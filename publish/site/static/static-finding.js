// Which documents a query finds and how well they fit: publish/search/finding.py, patterns.py and passage.py, in the
// browser. Numbers are rounded to 32 bits where the site rounds them, so that both rank alike.
window.Hustings = window.Hustings || {};
((H) => {
  "use strict";

  const round = Math.fround;
  const WIDTH = 260; // characters of a snippet
  const LEAD = 60; // of these, at most so many before the first hit

  const MANY = 64; // where publish.search.finding sums in 32 bits and not in 64

  H.Finder = class {
    constructor(index, base) {
      this.index = index;
      this.base = base;
      this.patternsOf = new Map();
    }

    /** The documents that fit, each with its score. */
    async find(node) {
      if (node.and) return this.all(node.and);
      if (node.or) {
        const parts = [];
        for (const part of node.or) parts.push(await this.find(part));
        return this.summed(parts);
      }
      if (node.coded) {
        const { documents } = await this.index.code(node.coded);
        const score = round(round(this.base.coded) * this.rarity(documents.length));
        return new Map(documents.map((document) => [document, score]));
      }
      if (node.term) return this.term(node.term);
      const fits = await this.limit(node);
      return new Map(this.everything().filter(fits).map((document) => [document, 0]));
    }

    everything() {
      return Array.from({ length: this.base.documents }, (_, document) => document);
    }

    /** What says of a document whether it may be shown: for dates, and for what must not be there. */
    async limit(node) {
      if (node.date) {
        const dates = this.base.columns.date;
        const { name, day } = node.date;
        if (name === "after") return (document) => dates[document] >= day;
        return (document) => dates[document] < day && dates[document] !== 0;
      }
      const found = await this.find(node.not);
      return (document) => !found.has(document);
    }

    /** The documents of the rarest part that all others have as well. */
    async all(nodes) {
      const parts = [];
      const limits = [];
      for (const node of nodes) {
        if (node.not || node.date) limits.push(await this.limit(node));
        else parts.push(await this.find(node));
      }
      parts.sort((a, b) => a.size - b.size);
      let found = parts.length ? parts[0] : new Map(this.everything().map((document) => [document, 0]));
      for (const other of parts.slice(1)) {
        const both = new Map();
        for (const [document, score] of found) {
          if (other.has(document)) both.set(document, round(score + other.get(document)));
        }
        found = both;
      }
      return new Map([...found].filter(([document]) => limits.every((fits) => fits(document))));
    }

    /** All documents of several lists, each with the sum of what it has in them. */
    summed(parts) {
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      const step = size * MANY < this.base.documents ? (sum) => sum : round;
      const sums = new Map();
      for (const part of parts) {
        for (const [document, score] of part) sums.set(document, step((sums.get(document) || 0) + score));
      }
      return new Map([...sums].map(([document, sum]) => [document, round(sum)]));
    }

    async term(term) {
      const patterns = await this.patterns(term);
      const counted = new Map();
      for (const [stream, weight] of [["text", 1], ["title", this.base.title]]) {
        if (term.field === "title" && stream === "text") continue;
        for (const pattern of patterns) {
          for (const [document, count] of counts(pattern, stream)) {
            counted.set(document, (counted.get(document) || 0) + weight * count);
          }
        }
      }
      const most = round(this.rarity(counted.size) * round(2.2));
      const scored = ([document, own]) => [
        document,
        round(most * round(own / round(own + this.base.shortness[document]))),
      ];
      return new Map([...counted].map(scored));
    }

    rarity(documents) {
      return round(Math.max(Math.log((this.base.documents - documents + 0.5) / (documents + 0.5)), 1e-6));
    }

    /** What a term looks like in the index: patterns, each a list of places, each a list of types. */
    async patterns(term) {
      if (!this.patternsOf.has(term)) this.patternsOf.set(term, await this.looked(term));
      return this.patternsOf.get(term);
    }

    async looked(term) {
      const { index } = this;
      const all = (asked) => Promise.all(asked);
      let found;
      if (term.kind === "phrase") {
        found = [await all(term.words.map((word) => index.ofForm(H.folded(word))))];
      } else if (term.kind === "prefix") {
        const folded = term.words.map(H.folded);
        const last = folded.pop();
        found = [[...(await all(folded.map((word) => index.ofForm(word)))), await index.ofPrefix(last)]];
      } else {
        const rows = term.kind === "name" ? [term.lemmas] : await this.inflections(term.words);
        found = await all(rows.map((lemmas) => all(lemmas.map((lemma) => index.ofLemma(lemma)))));
      }
      const whole = found.filter((pattern) => pattern.length && pattern.every((types) => types.length));
      if (!whole.length || whole[0].length > 1) return whole;
      return [[[...new Set(whole.flatMap((pattern) => pattern[0]))]]];
    }

    /** Under which lemmas words may stand: as each language has them; as they are, where no dictionary knows them. */
    async inflections(words) {
      const plain = words.map(H.folded);
      const told = await Promise.all(words.map((word) => this.index.lemmasOf(word)));
      let found = Array.from({ length: this.base.lookedUp }, (_, place) => told.map((one) => one.lemmas[place]));
      const accented = words.some((word, place) => H.spelledOut(word.toLowerCase()) !== plain[place]);
      if (!accented && found.every((lemmas) => lemmas.join(" ") === plain.join(" "))) {
        const others = plain.length === 1 ? (await this.index.lemmasOf(plain[0])).has : [];
        found = [plain, ...others.map((lemma) => [lemma])];
      }
      return [...new Map(found.map((lemmas) => [lemmas.join(" "), lemmas])).values()];
    }

    /** The words of a document, counted from 0, at which patterns begin and end, in a stream. */
    async marks(node, stream, document) {
      const found = [];
      for (const term of wanted(node)) {
        if (stream === "text" && term.field === "title") continue;
        for (const pattern of await this.patterns(term)) {
          for (const first of placesOf(pattern, stream, document)) found.push([first, first + pattern.length - 1]);
        }
      }
      return found;
    }
  };

  /** The terms that a query wants to be there. */
  function wanted(node) {
    if (node.term) return [node.term];
    return (node.and || node.or || []).flatMap(wanted);
  }

  /** The codes that a query wants. */
  function codes(node) {
    if (node.coded) return [node.coded];
    return (node.and || node.or || []).flatMap(codes);
  }

  /** How often each document has a pattern. */
  function* counts(pattern, stream) {
    const documents = new Map();
    for (const type of pattern[0]) {
      for (const [document, places] of type[stream]()) {
        documents.set(document, (documents.get(document) || 0) + places.length);
      }
    }
    for (const [document, count] of documents) {
      const number = pattern.length === 1 ? count : placesOf(pattern, stream, document).length;
      if (number) yield [document, number];
    }
  }

  /** Where in a document a pattern begins. */
  function placesOf(pattern, stream, document) {
    const [first, ...others] = pattern.map(
      (types) => new Set(types.flatMap((type) => type[stream]().get(document) || [])),
    );
    return [...first].filter((place) => others.every((places, step) => places.has(place + step + 1)));
  }

  /** A search: the documents found, best first, without near duplicates of better ones. */
  H.search = async (index, query, filters) => {
    const base = await index.base();
    const finder = new H.Finder(index, base);
    const widening = new H.Widening(index, base);
    const asked = query.trim() ? H.parseQuery(query) : { and: [] };
    const node = await widening.widened(asked);
    const found = await finder.find(node);
    const plain = widening.expansions.length ? await finder.find(widening.sensible(asked)) : null;
    const documents = [...found.keys()].filter((document) => passes(base, filters, document));
    documents.sort((a, b) => found.get(b) - found.get(a) || a - b);
    const seen = new Set();
    const shown = documents.filter((document) => {
      const cluster = base.columns.cluster[document];
      if (cluster && seen.has(cluster)) return false;
      seen.add(cluster);
      return true;
    });
    return { finder, node, found, plain, documents: shown, total: documents.length, expansions: widening.expansions };
  };

  function passes(base, filters, document) {
    return Object.entries(filters).every(
      ([name, value]) => !value || base.values[name][base.columns[name][document] - 1] === value,
    );
  }

  /** What is shown of a document that was found: its title and a passage, each in pieces: text, and whether it hits. */
  H.shown = async (result, number) => {
    const { finder, node } = result;
    const document = await finder.index.document(number);
    const title = new Letters(document.title || document.label);
    const text = new Letters(document.text);
    const inTitle = document.title ? title.spans(await finder.marks(node, "title", number)) : [];
    let marks = text.spans(await finder.marks(node, "text", number));
    if (!marks.length) marks = await annotated(finder.index, node, number);
    const passage = bestPassage(text.flat, marks);
    return {
      ...document,
      titlePieces: title.pieces({ start: 0, end: title.flat.length, marks: inTitle }),
      passage: text.pieces(passage),
      cutBefore: passage.start > 0,
      cutAfter: passage.end < text.flat.length,
      firstMark: passage.marks.length ? text.slice(...passage.marks[0]) : "",
      across: Boolean(result.plain && !result.plain.has(number)),
    };
  };

  /** The passages that are annotated with what was looked for. */
  async function annotated(index, node, number) {
    const found = [];
    for (const code of codes(node)) found.push(...((await index.code(code)).passages[number] || []));
    return united(found.map((span) => [...span]));
  }

  /** A text by its code points, in which all offsets are; `flat` has one unit for each. */
  class Letters {
    constructor(text) {
      this.text = text;
      this.letters = Array.from(text);
      const long = this.letters.length < text.length;
      this.flat = long ? this.letters.map((letter) => (letter.length > 1 ? "\ufffd" : letter)).join("") : text;
      this.places = long ? [] : null; // of units among the code points
      if (long) this.letters.forEach((letter, place) => this.places.push(...Array(letter.length).fill(place)));
    }

    at(unit) {
      return this.places ? (this.places[unit] ?? this.letters.length) : unit;
    }

    slice(start, end) {
      return this.letters.slice(start, end).join("");
    }

    /** Where words (first and last, counted from 0) stand. */
    spans(words) {
      if (!words.length) return [];
      const found = [...this.text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\u0300-\u036f]*/gu)];
      const known = words.filter(([, last]) => last < found.length);
      const end = (word) => this.at(word.index + word[0].length);
      return united(known.map(([first, last]) => [this.at(found[first].index), end(found[last])]));
    }

    pieces({ start, end, marks }) {
      const found = [];
      let at = start;
      const add = (from, to, hit) => from < to && found.push([this.slice(from, to).replace(/\s/g, " "), hit]);
      for (const [first, last] of marks) {
        add(at, first, false);
        add(first, last, true);
        at = last;
      }
      add(at, end, false);
      return found;
    }
  }

  function united(found) {
    const result = [];
    for (const [start, end] of found.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = result[result.length - 1];
      if (last && start < last[1]) last[1] = Math.max(end, last[1]);
      else result.push([start, end]);
    }
    return result;
  }

  /** The passage with the most different words marked, the earliest of these; the beginning where none is. */
  function bestPassage(text, marks) {
    let best = marks.length ? marks[0][0] : 0;
    let score = [0, 0];
    marks.forEach(([first], index) => {
      const inside = marks
        .slice(index, index + WIDTH)
        .filter(([, end]) => end <= first + WIDTH - LEAD)
        .map(([start, end]) => text.slice(start, end).toLowerCase());
      const own = [new Set(inside).size, inside.length];
      if (own[0] > score[0] || (own[0] === score[0] && own[1] > score[1])) {
        best = first;
        score = own;
      }
    });
    const start = wordStart(text, Math.max(0, best - LEAD), best);
    const end = wordEnd(text, start, Math.min(text.length, start + WIDTH));
    const shown = marks.filter(([a]) => start <= a && a < end).map(([a, b]) => [a, Math.min(b, end)]);
    return { start, end, marks: shown };
  }

  function wordStart(text, at, latest) {
    if (at === 0) return 0;
    const space = /\s\S/.exec(text.slice(at - 1, latest + 1));
    return space ? at + space.index : latest;
  }

  function wordEnd(text, start, at) {
    if (at === text.length) return at;
    const space = /\s\S*$/.exec(text.slice(start, at));
    return space && space.index > 0 ? start + space.index : at;
  }
})(window.Hustings);
