// The tables of the search of a site of plain files: each part is a script that calls `hustings`, for a browser lets a
// page on a stick read nothing else. A part is loaded when it is first needed. What they hold: publish/static/words.py
// and contents.py.
window.Hustings = window.Hustings || {};
((H) => {
  "use strict";

  const arrived = new Map();
  window.hustings = (name, number, value) => arrived.set(`${name}-${number}`, value);

  H.Index = class {
    constructor(folder) {
      this.folder = folder;
      this.loading = new Map();
      this.parts = new Map();
      this.known = new Map();
    }

    /** What every search needs. */
    async base() {
      if (!this.told) {
        const told = await this.load("base", 0, "base.js");
        const mean = Math.max(told.lengths.reduce((sum, one) => sum + one, 0) / Math.max(told.lengths.length, 1), 1);
        told.shortness = Float32Array.from(told.lengths, (length) => 1.2 * (0.25 + (0.75 * length) / mean));
        told.functionWords = new Set(told.functionWords);
        this.told = told;
      }
      return this.told;
    }

    load(name, number, file = `${name}-${number}.js`) {
      const key = `${name}-${number}`;
      if (!this.loading.has(key)) {
        this.loading.set(key, new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.onload = () => {
            const value = arrived.get(key);
            arrived.delete(key);
            if (value === undefined) reject(new H.QueryError("unreadable", file));
            else resolve(value);
          };
          script.onerror = () => reject(new H.QueryError("unreadable", file));
          script.src = this.folder + file;
          document.head.append(script);
        }));
      }
      return this.loading.get(key);
    }

    /** A part of a table: its lines cut into fields, by the order of their keys. */
    async part(name, number) {
      const key = `${name}-${number}`;
      if (!this.parts.has(key)) {
        const text = await this.load(name, number);
        this.parts.set(key, text.split("\n").map((line) => line.split("\t")));
      }
      return this.parts.get(key);
    }

    /** The lines whose key is `key`. */
    async rows(name, key) {
      return (await this.range(name, key, key)).filter((line) => line[0] === key);
    }

    /** The lines whose keys are from `first` to `last`, both included. */
    async range(name, first, last) {
      const { firsts } = await this.base();
      const found = [];
      for (let number = lastUpTo(firsts[name], first); number < firsts[name].length; number += 1) {
        if (firsts[name][number] > last) break;
        const lines = await this.part(name, number);
        found.push(...lines.filter((line) => line[0] >= first && line[0] <= last));
      }
      return found;
    }

    /** A word that was typed: its lemma in each language, and the lemmas under which the index has this very form. */
    async lemmasOf(word) {
      const key = H.spelledOut(word.toLowerCase());
      if (!this.known.has(key)) {
        const { languages } = await this.base();
        const [row] = await this.rows("forms", key);
        const plain = H.folded(word);
        const lemmas = row && row[1] ? row[1].split(",") : languages.map(() => plain);
        this.known.set(key, { lemmas, has: row ? lemmasIn(row) : [] });
      }
      return this.known.get(key);
    }

    /** The types of a lemma. */
    async ofLemma(lemma) {
      return (await this.rows("types", lemma)).map(typeOf);
    }

    /** The types of a form (folded). */
    async ofForm(form) {
      const { has } = await this.lemmasOf(form);
      const found = [];
      for (const lemma of has) found.push(...(await this.ofLemma(lemma)).filter((type) => type.form === form));
      return found;
    }

    /** The types of the forms that begin so (folded). */
    async ofPrefix(prefix) {
      const found = [];
      for (const row of await this.range("forms", prefix, `${prefix}\uffff`)) {
        for (const lemma of lemmasIn(row)) {
          found.push(...(await this.ofLemma(lemma)).filter((type) => type.form === row[0]));
        }
      }
      return found;
    }

    /** What is told of a tactic or an actor. */
    async code(code) {
      const [row] = await this.rows("codes", code);
      return row ? JSON.parse(row[1]) : { names: [], documents: [], passages: {}, label: {}, page: "" };
    }

    /** A document by its number, from 0. */
    async document(number) {
      const { firsts } = await this.base();
      const at = lastUpTo(firsts.documents, String(number).padStart(9, "0"));
      const lines = (await this.load("documents", at)).split("\n");
      const told = JSON.parse(lines[number - Number(firsts.documents[at])]);
      const [page, id, label, title, text, language, kind, date, who, inCase] = told;
      return { page, id, label, title, text, language, kind, date, who, case: inCase };
    }
  };

  const lemmasIn = (row) => (row[2] === "=" ? [row[0]] : row[2] ? row[2].split(" ") : []);
  const types = new Map();

  function typeOf([lemma, form, text, title]) {
    const key = `${lemma}\t${form}`;
    if (!types.has(key)) types.set(key, { key, form, text: lazily(text), title: lazily(title) });
    return types.get(key);
  }

  /** Places by document, read from their digits when they are first asked for. */
  function lazily(written) {
    let places = null;
    return () => {
      if (!places) places = placesIn(written);
      return places;
    };
  }

  function placesIn(written) {
    const found = new Map();
    let document = 0;
    for (const one of written ? written.split(";") : []) {
      const [step, listed] = one.split(":");
      document += parseInt(step, 36);
      let place = 0;
      found.set(document, listed.split(",").map((digits) => (place += parseInt(digits, 36))));
    }
    return found;
  }

  /** The place of the last of some sorted keys that is not beyond `key`; 0 where all are. */
  function lastUpTo(keys, key) {
    let low = 0;
    let high = keys.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (keys[middle] <= key) low = middle;
      else high = middle;
    }
    return low;
  }
})(window.Hustings);
