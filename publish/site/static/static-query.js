// What people type into the search of a site of plain files, as a tree: publish/search/query.py and across.py, in the
// browser. A tree is made of {and}, {or}, {not}, {term}, {date} and {coded}.
window.Hustings = window.Hustings || {};
((H) => {
  "use strict";

  const MOST_TERMS = 24;
  const MOST_CHARACTERS = 1000;
  const MOST_DEPTH = 16;
  const LEAST_PREFIX = 2;
  const UNDERSTOOD = {
    title: "title", titre: "title", after: "after", "après": "after", apres: "after", depuis: "after",
    before: "before", avant: "before",
  };
  const OTHERS = ["actor", "acteur", "tactic", "tactique", "outlet", "média", "media", "lang", "language", "langue",
    "case", "cas", "kind", "genre", "account", "compte", "platform", "plateforme", "said", "dit", "speaker",
    "locuteur"];
  const NAMES = [...Object.keys(UNDERSTOOD), ...OTHERS].sort((a, b) => b.length - a.length).join("|");
  const TOKEN = new RegExp(
    String.raw`(?<minus>(?<![^\s(])-)?(?:(?<open>\()|(?<close>\))|(?:(?<field>${NAMES}):)?` +
      String.raw`(?:"(?<phrase>[^"]*)"|(?<word>[^\s"()]+)))`,
    "giu",
  );
  const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\u0300-\u036f]*/gu;
  const ELIDED = /(?<![\p{L}\p{N}_])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=[\p{L}\p{N}_])/giu;
  const DAY = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;

  /** A query that cannot be understood; `key` says why. */
  H.QueryError = class extends Error {
    constructor(key, typed = "") {
      super(key);
      this.key = key;
      this.typed = typed;
    }
  };

  H.spelledOut = (text) =>
    text.replaceAll("œ", "oe").replaceAll("Œ", "OE").replaceAll("æ", "ae").replaceAll("Æ", "AE");
  H.folded = (text) => H.spelledOut(text).toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "");
  H.wordsOf = (text) => text.match(WORDS) || [];

  H.parseQuery = (typed) => {
    if ([...typed].length > MOST_CHARACTERS) throw new H.QueryError("long");
    const text = typed.replace(/[«»“”„‟″]/g, '"').normalize("NFC");
    if ((text.split('"').length - 1) % 2) throw new H.QueryError("quotation");
    if (/(?<![\p{L}\p{N}_])NEAR\s*\([^()]*\)/u.test(text)) throw new H.QueryError("near");
    const reader = { matches: [...text.matchAll(TOKEN)], at: 0, terms: 0 };
    const found = group(reader, 0);
    if (reader.terms > MOST_TERMS) throw new H.QueryError("long");
    if (!found.and.some((node) => !node.not)) throw new H.QueryError(found.and.length ? "only_not" : "empty");
    return found;
  };

  function group(reader, depth) {
    const found = [];
    let joined = false;
    let negated = false;
    while (reader.at < reader.matches.length) {
      const match = reader.matches[reader.at++].groups;
      if (match.close) {
        if (depth) break;
        continue;
      }
      const operator = !match.field && !match.minus ? match.word : null;
      if (["AND", "OR", "NOT"].includes(operator)) {
        joined = operator === "OR" ? joined || found.length > 0 : joined && operator === "NOT";
        negated = operator === "NOT";
        continue;
      }
      const node = unit(reader, match, depth);
      if (!node) continue;
      const last = found[found.length - 1];
      if (negated || match.minus) found.push({ not: node });
      else if (joined && !last.not) found[found.length - 1] = { or: [...(last.or || [last]), node] };
      else found.push(node);
      joined = negated = false;
    }
    return { and: found };
  }

  function unit(reader, match, depth) {
    if (match.open) {
      if (depth >= MOST_DEPTH) throw new H.QueryError("long");
      const inner = group(reader, depth + 1);
      if (!inner.and.some((node) => !node.not)) return null;
      return inner.and.length === 1 ? inner.and[0] : inner;
    }
    reader.terms += 1;
    const field = match.field ? UNDERSTOOD[match.field.toLowerCase()] : null;
    if (match.field && !field) throw new H.QueryError("field", `${match.field}:`);
    if (!field || field === "title") return term(match, field);
    const value = (match.phrase ?? match.word).trim();
    if (!value) return null;
    const parts = DAY.exec(value);
    if (!parts) throw new H.QueryError("date", value);
    const [year, month, day] = parts.slice(1).map((part) => Number(part || 0));
    return { date: { name: field, day: year * 10000 + month * 100 + day } };
  }

  function term(match, field) {
    if (match.phrase !== undefined) {
      const words = H.wordsOf(match.phrase);
      return words.length ? { term: { kind: "phrase", words, field } } : null;
    }
    const words = H.wordsOf(match.word.replace(ELIDED, ""));
    if (!words.length) return null;
    if (!match.word.endsWith("*")) return { term: { kind: "words", words, field } };
    if ([...H.folded(words[words.length - 1])].length < LEAST_PREFIX) throw new H.QueryError("few", match.word);
    return { term: { kind: "prefix", words, field } };
  }

  const isPlain = (node) => Boolean(node.term) && node.term.kind === "words" && !node.term.field;
  const LONGEST_NAME = 8;

  /** Queries as the site understands them: without words that every text has, and widened across languages. */
  H.Widening = class {
    constructor(index, base) {
      this.index = index;
      this.base = base;
      this.expansions = [];
    }

    isFunctionWord(node) {
      const every = this.base.functionWords;
      return Boolean(node.term) && node.term.kind === "words" && node.term.words.every((w) => every.has(H.folded(w)));
    }

    sensible(node) {
      if (node.or) return { or: node.or.map((part) => this.sensible(part)) };
      if (!node.and) return node;
      const says = node.and.map((part) => !this.isFunctionWord(part));
      const kept = node.and.filter((_, place) => says[place] || !says.includes(true));
      return { and: kept.map((part) => this.sensible(part)) };
    }

    async widened(node) {
      if (node.or) {
        const parts = [];
        for (const part of node.or) parts.push(await this.widened(part));
        return { or: parts };
      }
      if (!node.and) return (await this.run([node])) || node;
      const wide = [];
      const says = node.and.some((part) => !this.isFunctionWord(part));
      let at = 0;
      while (at < node.and.length) {
        const [end, found] = await this.longestRun(node.and, at);
        const own = node.and[at];
        if (found) wide.push(found);
        else if (!(says && this.isFunctionWord(own))) wide.push(own.and || own.or ? await this.widened(own) : own);
        at = end;
      }
      return { and: wide };
    }

    async longestRun(nodes, at) {
      let plain = 0;
      while (plain < LONGEST_NAME && at + plain < nodes.length && isPlain(nodes[at + plain])) plain += 1;
      for (let length = plain; length > 0; length -= 1) {
        const found = await this.run(nodes.slice(at, at + length));
        if (found) return [at + length, found];
      }
      return [at + 1, null];
    }

    async run(nodes) {
      if (!nodes.every(isPlain)) return null;
      const found = await this.named(nodes.flatMap((node) => node.term.words).join(" "));
      if (!found.length) return null;
      this.expansions.push(...found);
      const asked = nodes.filter((node) => !this.isFunctionWord(node));
      const options = asked.length ? [{ and: asked }] : [];
      for (const { code, terms } of found) {
        options.push({ coded: code });
        for (const [, , lemmas] of terms) options.push({ term: { kind: "name", lemmas, field: null } });
      }
      return { or: options };
    }

    /** The codes that go by these words in some language, with their names in the languages where they do not. */
    async named(asked) {
      const words = H.wordsOf(asked.replace(ELIDED, "").normalize("NFC"));
      const saidIn = new Map();
      for (const [place, language] of this.base.languages.entries()) {
        const lemmas = [];
        for (const word of words) lemmas.push((await this.index.lemmasOf(word)).lemmas[place]);
        for (const [, inLanguage, code] of await this.index.rows("names", lemmas.join(" "))) {
          if (inLanguage === language) saidIn.set(code, [...(saidIn.get(code) || []), language]);
        }
      }
      const found = [];
      for (const code of [...saidIn.keys()].sort()) {
        const told = await this.index.code(code);
        const terms = told.names.filter(([language]) => !saidIn.get(code).includes(language));
        found.push({ code, terms, told });
      }
      return found;
    }
  };
})(window.Hustings);
