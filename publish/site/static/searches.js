// Saved searches and the history of queries, kept in this browser (localStorage) and sent to nobody. The pages that
// search work without this; it adds to them a button that saves, and it fills the page `/searches`.

const KEY = "hustings.searches";
const MOST = 200; // of either list
const VERSION = 1;

const empty = () => ({ version: VERSION, saved: [], history: [], off: false });

/** An address of this site that searches, without the language of the interface; null for any other. */
export function ours(address, place = window.location) {
  let url;
  try {
    url = new URL(String(address), place.origin);
  } catch {
    return null;
  }
  if (url.origin !== place.origin || !/^https?:$/.test(url.protocol)) return null;
  if (!/\/(search|concordance|collocates|keywords|ngrams|frequency)$/.test(url.pathname)) return null;
  url.searchParams.delete("ui");
  url.searchParams.delete("page");
  return url.pathname + url.search;
}

/** Entries that can be believed: text of a bearable length, an address of ours; each address once. */
export function sound(entries, place = window.location) {
  const seen = new Set();
  const found = [];
  for (const one of Array.isArray(entries) ? entries : []) {
    const address = one && ours(one.address, place);
    if (!address || seen.has(address)) continue;
    seen.add(address);
    found.push({
      address,
      name: String(one.name ?? "").slice(0, 300) || address,
      at: /^\d{4}-\d\d-\d\d/.test(one.at) ? String(one.at).slice(0, 25) : "",
      build: String(one.build ?? "").slice(0, 64),
    });
    if (found.length === MOST) break;
  }
  return found;
}

function read() {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) ?? "null") ?? {};
    return { ...empty(), saved: sound(kept.saved), history: sound(kept.history), off: kept.off === true };
  } catch {
    return empty(); // forbidden, or not ours
  }
}

/** Whether it could be kept. */
function keep(kept) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

const now = () => new Date().toISOString().slice(0, 16) + "Z";

/** A page that searches: remember it, and offer to save it. */
function onSearch(box) {
  const here = { address: ours(window.location.href), name: box.dataset.name, at: now(), build: box.dataset.build };
  if (!here.address) return;
  const kept = read();
  if (!kept.off) keep({ ...kept, history: sound([here, ...kept.history]) });
  const name = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  name.value = here.name;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    const then = read();
    const entry = { ...here, name: name.value.trim() || here.name };
    said.textContent = keep({ ...then, saved: sound([entry, ...then.saved]) }) ? box.dataset.saved : box.dataset.full;
  });
}

/** The page that lists them. */
function onSearches(box) {
  const said = document.getElementById("searches-said");
  const store = (kept) => {
    if (!keep(kept)) said.textContent = box.dataset.full;
    show();
  };
  const item = (entry, list) => {
    const made = document.getElementById("search-entry").content.cloneNode(true);
    const link = made.querySelector("a");
    link.textContent = entry.name;
    link.href = entry.address;
    const time = made.querySelector("time");
    time.dateTime = entry.at;
    time.textContent = entry.at.slice(0, 10);
    made.querySelector(".of-build").hidden = !entry.build;
    made.querySelector("code").textContent = entry.build;
    made.querySelector(".newer").hidden = !entry.build || entry.build === box.dataset.build;
    const button = made.querySelector("button");
    button.querySelector("span").textContent = ` ${entry.name}`;
    button.addEventListener("click", () => {
      const kept = read();
      store({ ...kept, [list]: kept[list].filter((one) => one.address !== entry.address) });
      document.getElementById(`${list}-title`).focus();
    });
    return made;
  };
  const show = () => {
    const kept = read();
    for (const list of ["saved", "history"]) {
      document.getElementById(list).replaceChildren(...kept[list].map((entry) => item(entry, list)));
      document.getElementById(`${list}-none`).hidden = kept[list].length > 0;
      document.getElementById(`${list}-title`).tabIndex = -1;
    }
    document.getElementById("searches-switch").textContent = kept.off ? box.dataset.on : box.dataset.off;
  };
  document.getElementById("searches-export").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(read(), null, 2)], { type: "application/json" }));
    link.download = "searches.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  document.getElementById("searches-import").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    let given = null;
    try {
      given = JSON.parse(await file.text());
    } catch {
      // said below, as for a file of something else
    }
    event.target.value = "";
    const brought = { saved: sound(given?.saved), history: sound(given?.history) };
    const count = brought.saved.length + brought.history.length;
    if (!count) {
      said.textContent = box.dataset.unreadable;
      return;
    }
    const kept = read();
    said.textContent = `${box.dataset.imported} ${count}`;
    store({
      ...kept,
      saved: sound([...kept.saved, ...brought.saved]),
      history: sound([...kept.history, ...brought.history]),
    });
  });
  document.getElementById("searches-switch").addEventListener("click", () => {
    const kept = read();
    store({ ...kept, off: !kept.off, history: kept.off ? kept.history : [] });
  });
  document.getElementById("searches-clear").addEventListener("click", () => {
    if (!window.confirm(box.dataset.sure)) return;
    const { off } = read();
    try {
      window.localStorage.removeItem(KEY);
    } catch {
      // nothing was kept, then
    }
    if (off) keep({ ...empty(), off });
    show();
  });
  document.getElementById("needs-script").hidden = true;
  box.hidden = false;
  show();
}

/** The query that finds what a saved search found: its filters are written as fields. */
export function asQuery(address, place = window.location) {
  const asked = new URL(address, place.origin).searchParams;
  const fields = { case: "case", language: "lang", kind: "kind", outlet: "outlet", tactic: "tactic", actor: "actor" };
  const found = [(asked.get("q") ?? "").trim()];
  for (const [name, field] of Object.entries(fields)) {
    const value = (asked.get(name) ?? "").replaceAll('"', " ").trim();
    if (value) found.push(`${field}:"${value}"`);
  }
  const year = asked.get("year") ?? "";
  if (/^\d{4}$/.test(year)) found.push(`after:${year} before:${String(Number(year) + 1).padStart(4, "0")}`);
  return found.filter(Boolean).join(" ");
}

/** A field that takes a query, whose list offers what was saved. */
function onOffer(list) {
  const offered = read().saved.map((one) => [asQuery(one.address), one.name]).filter(([query]) => query);
  list.replaceChildren(...offered.map(([query, name]) => new Option(name, query)));
  document.getElementById("offers-saved").hidden = !offered.length;
}

const searching = document.getElementById("save-search");
const offer = document.getElementById("saved-searches");
const listing = document.getElementById("searches");
if (searching) onSearch(searching);
if (offer) onOffer(offer);
if (listing) onSearches(listing);
