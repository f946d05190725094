// The search page of a site of plain files: what its address asks for is looked for and shown, as text and nothing else.
((H) => {
  "use strict";

  const RESULTS = 20; // on a page
  const FILTERS = ["case", "language", "kind"];
  const language = document.documentElement.lang;
  const by = (id) => document.getElementById(id);
  const words = JSON.parse(by("wording").textContent);
  const asked = new URLSearchParams(window.location.search);
  const number = (value) => new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB").format(value);
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const isOne = (count) => (language === "fr" ? count < 2 : count === 1);

  // In a name or address, what turns the direction of a text or is not seen shows as �.
  const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
  const visible = (text) => text.replace(UNSEEN, "\ufffd");

  function make(name, text, attributes = {}) {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  const marked = (pieces, shown = (text) => text) =>
    pieces.map(([text, hit]) => (hit ? make("mark", text) : document.createTextNode(shown(text))));

  function when(date) {
    const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date || "");
    if (!match) return date || "";
    const [, year, month, day] = match;
    const options = { year: "numeric", timeZone: "UTC" };
    if (month) options.month = "long";
    if (day) options.day = "numeric";
    const at = new Date(Date.UTC(Number(year), Number(month || 1) - 1, Number(day || 1)));
    return new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", options).format(at);
  }

  const called = (name, value) =>
    [...(by(`filter-${name}`)?.options || [])].find((option) => option.value === value)?.textContent || null;

  function entry(hit) {
    const made = by("hit").content.cloneNode(true);
    const link = made.querySelector("a");
    link.append(...marked(hit.titlePieces, visible));
    const words = encodeURIComponent(hit.firstMark.replace(/\s+/g, " ")).replace(/-/g, "%2D");
    link.href = hit.page + (words && words.length < 200 ? `#:~:text=${words}` : "");
    const snippet = made.querySelector(".snippet");
    snippet.append(hit.cutBefore ? "… " : "", ...marked(hit.passage), hit.cutAfter ? " …" : "");
    if (hit.language && hit.language !== "und") link.lang = snippet.lang = hit.language;
    const meta = made.querySelector(".meta");
    const told = [called("kind", hit.kind), hit.who && visible(hit.who), hit.date ? when(hit.date) : say("unknown"),
      called("language", hit.language), called("case", hit.case), hit.across && say("across")];
    for (const one of told.filter(Boolean)) meta.append(make("bdi", one), " ");
    return made;
  }

  function pager(page, last) {
    const step = (to, label, rel) => {
      const address = new URLSearchParams(asked);
      address.set("page", to);
      return make("a", label, { href: `?${address}`, rel });
    };
    const nav = by("pager");
    nav.append(
      page > 1 ? step(page - 1, `← ${say("previous")}`, "prev") : make("span", ""),
      make("span", say("where", { number: number(page), last: number(last) })),
      page < last ? step(page + 1, `${say("next")} →`, "next") : make("span", ""),
    );
    nav.hidden = last < 2;
  }

  function widened(expansions) {
    if (!expansions.length) return;
    const [before, after] = words.widened.split("{names}");
    by("widened").append(before);
    expansions.forEach(({ told }, place) => {
      const name = told.label[language] || told.label.en || "";
      by("widened").append(place ? ", " : "", make("a", name, { href: told.page }));
    });
    by("widened").append(after);
    by("widened").hidden = false;
  }

  async function show() {
    by("needs-script").hidden = true;
    const query = asked.get("q") || "";
    by("q").value = query;
    const filters = {};
    for (const name of FILTERS) {
      filters[name] = asked.get(name) || "";
      if (by(`filter-${name}`)) by(`filter-${name}`).value = filters[name];
    }
    if (!query.trim() && !Object.values(filters).some(Boolean)) return;
    if (query) document.title = `${query} · ${document.title}`;
    by("said").textContent = say("searching");
    try {
      const result = await H.search(new H.Index("../search/"), query, filters);
      const last = Math.max(1, Math.ceil(result.documents.length / RESULTS));
      const page = Math.min(Math.max(1, parseInt(asked.get("page"), 10) || 1), last);
      const here = result.documents.slice((page - 1) * RESULTS, page * RESULTS);
      const hits = await Promise.all(here.map((document) => H.shown(result, document)));
      const count = say(isOne(result.total) ? "one" : "many", { n: number(result.total) });
      const copies = result.total - result.documents.length;
      by("said").textContent = result.total ? count + (copies ? ` ${say("collapsed", { n: number(copies) })}` : "") : say("none");
      widened(result.expansions);
      by("found").start = (page - 1) * RESULTS + 1;
      by("found").append(...hits.map(entry));
      pager(page, last);
    } catch (error) {
      if (!(error instanceof H.QueryError)) throw error;
      by("said").textContent = say(error.key, { typed: error.typed, name: error.typed });
      by("q").setAttribute("aria-invalid", error.key === "unreadable" ? "false" : "true");
    }
    document.documentElement.dataset.searched = "yes";
  }

  show();
})(window.Hustings);
