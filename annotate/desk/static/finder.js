// The type-ahead: a combobox over codes, actors and the rest, opened at the words that are to be annotated.

import { el, button, fill } from "./elements.js";
import { newCode } from "./choices.js";
import { t, inWords } from "./words.js";

const MOST = 40; // options shown at once
const TABS = ["tactic", "actor", "other"];
const SIGNS = { "@": "actor", "=": "other" };

/** One type-ahead for the whole page. `open` asks; whoever opened it hears what was chosen. */
export class Finder {
  /**
   * @param {import("./choices.js").Choices} choices
   * @param {{list: () => string[], note: (layer: string, code: string) => void}} recent
   * @param {HTMLElement} page what it is put into
   */
  constructor(choices, recent, page) {
    Object.assign(this, { choices, recent });
    this.options = [];
    this.active = 0;
    this.input = el("input", {
      type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "finder-options", "aria-autocomplete": "list",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": t("finder.label"),
      oninput: () => this.#search(), onkeydown: (event) => this.#key(event),
    }); // prettier-ignore
    this.list = el("ul", { id: "finder-options", role: "listbox", "aria-label": t("finder.options") });
    this.about = el("div.about", {});
    this.tabs = el("div.strip", { role: "group", "aria-label": t("finder.what") }, TABS.map((of) => button(t(`finder.${of}`), () => this.#turn(of), { "data-of": of })));
    this.quoted = el("p.quoted");
    this.close_ = button("×", () => this.close(), { classes: "plain shut", "aria-label": t("close") });
    this.el = el("div", { class: "finder", role: "dialog", "aria-label": t("finder.label"), hidden: true }, el("div.top", {}, this.quoted, this.close_), this.input, this.tabs, this.list, this.about);
    this.el.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.el.contains(event.relatedTarget)) this.close(false);
    });
    document.addEventListener("pointerdown", ({ target }) => this.el.contains(target) || this.close(false));
    page.append(this.el);
  }

  /**
   * Ask for a code.
   * @param {Object} asked
   * @param {"tactic"|"actor"|"other"} asked.of what is looked for at first
   * @param {string} [asked.typed] letters that were typed already
   * @param {string} [asked.words] the passage
   * @param {DOMRect|Object} asked.at where on the screen
   * @param {(choice: Object, keep: boolean) => void} asked.chosen with layer, code and attributes; `keep` the selection
   * @param {string[]} [asked.only] the kinds that may be chosen
   */
  open({ of = "tactic", typed = "", words = "", at, chosen, only = TABS }) {
    Object.assign(this, { of, words, chosen, only, naming: null, back: document.activeElement });
    for (const tab of this.tabs.children) tab.hidden = !only.includes(tab.dataset.of);
    this.quoted.textContent = words;
    this.input.value = typed;
    this.el.hidden = false;
    this.#turn(of);
    this.#place(at);
    this.input.focus({ preventScroll: true });
  }

  get isOpen() {
    return !this.el.hidden;
  }

  /** Shut it, the focus back where it was. */
  close(back = true) {
    if (this.el.hidden) return;
    this.el.hidden = true;
    if (back) this.back?.focus({ preventScroll: true });
  }

  #turn(of) {
    this.of = of;
    this.naming = null;
    for (const tab of this.tabs.children) tab.setAttribute("aria-pressed", String(tab.dataset.of === of));
    this.input.placeholder = t(`finder.placeholder.${of}`);
    this.#search();
    this.input.focus({ preventScroll: true });
  }

  #search() {
    const sign = SIGNS[this.input.value[0]];
    if (sign && this.only.includes(sign)) {
      this.input.value = this.input.value.slice(1);
      if (sign !== this.of) return this.#turn(sign);
    }
    const typed = this.input.value.trim();
    this.options = this.naming ? this.#kinds(typed) : [...this.#found(typed), ...this.#fresh(typed)];
    this.active = 0;
    fill(this.list, this.options.map((option, n) => this.#option(option, n)));
    if (!this.options.length) fill(this.list, el("li.none", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, t("finder.none")));
    this.#activate(0);
    return undefined;
  }

  #found(typed) {
    return this.choices.search(this.of, typed, this.recent.list()).slice(0, MOST).map((choice) => ({ ...choice, choice }));
  }

  /** Where nothing known will do: a new actor, a code that the codebook lacks. */
  #fresh(typed) {
    const name = typed || (this.of === "actor" ? this.words : "");
    if (this.of === "tactic" && newCode("proposed", name)) return [{ label: t("finder.propose", { name }), fresh: newCode("proposed", name), also: t("choice.proposed") }];
    if (this.of === "actor" && newCode("candidate", name)) return [{ label: t("finder.new", { name }), naming: newCode("candidate", name), also: t("choice.candidate") }];
    return [];
  }

  #kinds(typed) {
    const types = this.choices.codebook.actor_types.map((type) => ({ label: inWords(type.label), kind: type.slug, also: "" }));
    return types.filter((type) => type.label.toLowerCase().includes(typed.toLowerCase()));
  }

  #option(option, n) {
    return el(
      `li${option.classes ? "." + option.classes : ""}`,
      { role: "option", id: `option-${n}`, "aria-selected": "false", onpointerdown: (event) => event.preventDefault(), onclick: (event) => this.#choose(n, event.shiftKey) },
      el("span.swatch", { "aria-hidden": "true" }), el("span.name", {}, option.label),
      option.key ? el("kbd", {}, option.key) : null, option.also ? el("span.also", {}, option.also) : null,
    ); // prettier-ignore
  }

  #activate(n) {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.active = n;
    const option = this.options[n];
    const shown = option && this.list.children[n];
    fill(this.about, option?.definition ? el("p", {}, option.definition) : null, option?.not ? el("p.not", {}, el("b", {}, t("card.not")), " ", option.not) : null);
    if (!shown) return this.input.removeAttribute("aria-activedescendant");
    shown.setAttribute("aria-selected", "true");
    shown.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", shown.id);
  }

  #choose(n, keep) {
    const option = this.options[n];
    if (!option) return;
    if (option.naming) {
      this.naming = option.naming;
      this.input.value = "";
      this.input.placeholder = t("finder.kind", { name: option.naming.replace("candidate:", "") });
      this.#search();
      return;
    }
    const code = this.naming ?? option.fresh ?? option.code;
    const layer = option.layer ?? (this.naming ? "actor" : "tactic");
    this.recent.note(layer, code);
    this.close();
    this.chosen({ layer, code, label: this.choices.known(layer, code).label, attributes: this.naming ? { kind: option.kind } : {} }, keep);
  }

  #key(event) {
    const last = this.options.length - 1;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) this.#activate(Math.abs(step) === 1 ? (this.active + step + last + 1) % (last + 1) : Math.min(last, Math.max(0, this.active + step)));
    else if (event.key === "Enter" && !event.isComposing) this.#choose(this.active, event.shiftKey);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Under the words where there is room, above them where there is not; a narrow screen has it at its foot. */
  #place(at) {
    const { width, height } = this.el.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
    const under = at.bottom + 8;
    const top = under + height < innerHeight ? under : Math.max(8, at.top - height - 8);
    this.el.style.setProperty("--left", `${left}px`);
    this.el.style.setProperty("--top", `${Math.min(top, Math.max(8, innerHeight - height - 8))}px`);
  }
}

/** The codes that a person chose last, kept in the browser. */
export function recentChoices(person) {
  const key = `hustings-desk recent ${person}`;
  let kept = [];
  try {
    kept = JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    // The browser keeps nothing, or something else: no recent ones then.
  }
  return {
    list: () => kept,
    note(layer, code) {
      kept = [`${layer} ${code}`, ...kept.filter((one) => one !== `${layer} ${code}`)].slice(0, 20);
      try {
        localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // Kept for this page only.
      }
    },
  };
}
