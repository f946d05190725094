// What the person does on the page, and what the page shows of it: acts go to the outbox, and all else follows.

import { Caret } from "./caret.js";
import { Coding } from "./coding.js";
import { Deeds, shortened } from "./deeds.js";
import { Here } from "./here.js";
import { Occurrences } from "./occurrences.js";
import { Panel } from "./panel.js";
import { Saving } from "./saving.js";
import { Tools } from "./tools.js";
import { described, origin } from "./card.js";
import { documentAddress } from "./desk.js";
import { confirmed } from "./dialogs.js";
import { at } from "./elements.js";
import { help, listen } from "./keys.js";
import { pointing } from "./pointing.js";
import { t } from "./words.js";

/** The work on one document. */
export class Work {
  constructor(parts) {
    Object.assign(this, parts);
    this.current = null; // the annotation that is worked on
    this.rejected = false; // whether rejected ones are shown in the text
    const say = (message) => this.say(message);
    this.caret = new Caret(this.text, this.boundaries, () => this.#moved());
    this.saving = new Saving({ store: this.store, outbox: this.outbox, sheet: this.sheet, places: { status: at("status"), remedy: at("remedy") }, said: say, shown: (one) => described(one, this.choices) });
    this.deeds = new Deeds(this.store, this.offsets, this.sheet, { keep: (group) => this.#keep(group), said: say, name: (one) => this.#name(one) });
    this.coding = new Coding(this, parts);
    const act = this.#acts();
    this.here = new Here(at("here"), this.choices, act);
    this.occurrences = new Occurrences((words) => this.coding.concordance(words), (hits, words, from) => this.coding.tagAll(hits, words, from), (hit) => this.goTo(hit.start, hit.end));
    this.panel = new Panel(at("panes"), { choices: this.choices, act, occurrences: this.occurrences });
    this.tools = new Tools(at("tools"), this.#keys());
    this.store.listen((ids) => this.#changed(ids));
  }

  /** Show what there is, take what waits, and listen. */
  async start() {
    this.store.load(this.sheet);
    await this.saving.start();
    const keys = this.#keys();
    listen(keys, () => this.#isSelected(), this.text.root);
    for (const [id, name] of [["undo", "undo"], ["redo", "redo"], ["help", "help"], ["submit", "submit"], ["reopen", "undo"]]) at(id).addEventListener("click", () => keys[name]());
    at("handle").addEventListener("click", () => this.sheetOpen(at("handle").getAttribute("aria-expanded") !== "true"));
    pointing(this.text.root, this.card, (segment, box) => this.card.show(this.text.of(segment).map((id) => this.store.look(id)).filter(Boolean), box, this.choices));
    this.text.root.focus({ preventScroll: true });
  }

  /** Tell what was done, to the eye and to a screen reader. */
  say(message) {
    at("said").textContent = message;
  }

  /** Select a passage (code points) and bring it into sight. */
  goTo(start, end) {
    this.sheetOpen(false);
    this.caret.select(this.offsets.units(start), this.offsets.units(end));
    this.caret.show();
    this.text.root.focus({ preventScroll: true });
  }

  /** Make an annotation the current one, and bring it into sight. */
  go(id, focus = false) {
    const one = this.store.look(id);
    if (!one) return;
    this.setCurrent(id);
    if (one.quotation) {
      this.caret.go(this.offsets.units(one.start));
      this.setCurrent(id);
      this.caret.show();
      this.caret.draw();
    }
    if (focus) this.text.root.focus({ preventScroll: true });
  }

  #keep(group) {
    performance.mark("desk:act");
    this.saving.keep(group);
    this.painted(() => performance.measure("desk:span", "desk:act"));
  }

  #changed(ids) {
    this.text.update(ids, (id) => this.#shown(id));
    if (this.current !== null && !this.stands(this.current)) this.current = null;
    this.text.setCurrent(this.current);
    this.#render();
    this.caret.draw();
  }

  /** An annotation, unless it is deleted. */
  stands(id) {
    const one = this.store.look(id);
    return one && one.state !== "deleted" ? one : undefined;
  }

  #shown(id) {
    const one = this.stands(id);
    return one && (one.state !== "rejected" || this.rejected) ? one : undefined;
  }

  #render() {
    const closed = this.store.submitted;
    this.panel.show(this.store.standing(), closed);
    this.panel.mark(this.current);
    this.#showHere();
    at("undo").disabled = closed || !this.store.done.length;
    at("redo").disabled = closed || !this.store.undone.length;
    at("submit").hidden = closed;
    at("submitted").hidden = !closed;
    const next = at("next");
    next.hidden = !this.sheet.next;
    if (this.sheet.next) next.href = documentAddress(this.sheet.next);
  }

  #showHere() {
    const one = this.current === null ? undefined : this.stands(this.current);
    const around = this.text.at(this.caret.place).filter((id) => id !== this.current).map((id) => this.store.look(id));
    this.here.show(one, one?.quotation ? around : [], { closed: this.store.submitted, selected: this.caret.selected() !== null });
    at("handle-words").textContent = one ? this.#name(one) : t("panel.label");
  }

  /** Make an annotation the current one, or none. */
  setCurrent(id) {
    this.current = id;
    this.text.setCurrent(id);
    this.panel.mark(id);
    this.#showHere();
  }

  #name(one) {
    return this.choices.known(one.layer, one.code).label;
  }

  #isSelected() {
    this.caret.follow();
    return this.caret.selected() !== null;
  }

  /** The caret moved: what stands there becomes the current annotation, unless words are being selected. */
  #moved() {
    const chosen = this.caret.selected();
    this.card.hide();
    if (!chosen) {
      const there = this.text.at(this.caret.place);
      const id = there.includes(this.current) ? this.current : there[0] ?? null;
      if (id !== this.current) this.setCurrent(id);
      if (document.activeElement === this.text.root) this.#read(there);
    } else this.#showHere();
    this.tools.show(chosen && !this.store.submitted && !this.finder.isOpen ? this.text.range(chosen.start, chosen.end) : null);
    if (chosen) at("reading").textContent = t("reading.selected", { words: shortened(this.text.text.slice(chosen.start, chosen.end), 120) });
  }

  /** Where the caret is, for those who listen. */
  #read(there) {
    const word = this.boundaries.wordAt(this.caret.place);
    const { start, end } = word ?? { start: this.caret.place, end: this.boundaries.character(this.caret.place, 1) };
    const words = this.text.text.slice(start, end);
    const marks = there.map((id) => `${this.#name(this.store.look(id))} (${t(`state.${this.store.look(id).state}`)})`);
    at("reading").textContent = [words, ...marks].filter(Boolean).join(", ");
  }

  /** What can be done with an annotation, or all: for buttons. */
  #acts() {
    const leave = (act) => (id) => this.deeds.judge(act, [id]);
    return {
      accept: leave("accept"), reject: leave("reject"), remove: leave("delete"), change: (id) => this.coding.change(id), go: (id) => this.go(id),
      edit: (id, attributes) => this.deeds.change(id, { attributes }),
      extend: (id) => this.coding.extend(id), judgeAll: (act, ids) => this.#judgeAll(act, ids), add: (what, from) => this.coding.add(what, from),
      showRejected: (on) => this.#showRejected(on),
    }; // prettier-ignore
  }

  /** What the keys do. */
  #keys() {
    const step = (of, by) => () => this.#step(of, by);
    return {
      next: step("suggestions", 1), previous: step("suggestions", -1), nextMark: step("all", 1), previousMark: step("all", -1),
      accept: () => this.#judge("accept"), reject: () => this.#judge("reject"), remove: () => this.#judge("delete"),
      change: () => this.current && this.coding.change(this.current), undo: () => this.#turn("undo"), redo: () => this.#turn("redo"),
      code: () => this.coding.code("tactic"), letter: (key) => this.coding.code("tactic", key), actor: () => this.coding.code("actor"), other: () => this.coding.code("other"),
      hotkey: (key) => this.coding.hotkey(key), note: () => this.coding.add("note"), question: () => this.coding.add("question"), documentCode: () => this.coding.add("code"),
      every: () => this.coding.every(), search: () => this.coding.search(""), exact: () => this.say(t(this.caret.toggleExact() ? "said.exact" : "said.words")),
      cycle: () => this.#cycle(), into: () => this.#into(), escape: () => this.#escape(), submit: () => this.#submit(), help: () => help(),
    }; // prettier-ignore
  }

  #judge(act) {
    const one = this.current && this.stands(this.current);
    if (!one) return this.say(t("said.none"));
    const meant = act === "delete" && one.by ? "reject" : act === "reject" && !one.by ? "delete" : act;
    if (meant === "accept" && one.state !== "suggested" && one.state !== "rejected") return this.say(t("said.already"));
    if (meant === "reject" && one.state === "rejected") return this.say(t("said.already"));
    const following = one.state === "suggested" ? this.#beside("suggestions", 1) : null;
    if (this.deeds.judge(meant, [one.id]) && following) this.go(following, true);
    return undefined;
  }

  async #judgeAll(act, ids) {
    if (ids.length > 20 && !(await confirmed(t(`all.${act}`), [t("all.count", { count: ids.length })], t(`all.${act}`)))) return;
    this.deeds.judge(act, ids);
  }

  #turn(way) {
    const before = this.store[way === "undo" ? "done" : "undone"].at(-1);
    if (!this.deeds[way]() || before === undefined) return;
    const there = this.store.actsOf(before).map((act) => act.annotation).find((id) => this.stands(id));
    if (there) this.go(there);
  }

  #beside(of, by) {
    const all = of === "suggestions" ? this.panel.waiting() : this.store.standing().filter((one) => this.#shown(one.id) && one.quotation);
    const index = all.findIndex((one) => one.id === this.current);
    if (index >= 0) return all[index + by]?.id ?? null;
    const place = this.offsets.points(this.caret.place);
    return (by > 0 ? all.find((one) => one.start >= place) ?? all[0] : all.findLast((one) => one.start < place) ?? all.at(-1))?.id ?? null;
  }

  #step(of, by) {
    const id = this.#beside(of, by);
    if (id === null) return this.say(t(by > 0 ? "said.last" : "said.first"));
    this.go(id, true);
    const one = this.store.look(id);
    return this.say(t("said.step", { label: this.#name(one), words: shortened(one.quotation), origin: origin(one) }));
  }

  #cycle() {
    const there = this.text.at(this.caret.place);
    if (there.length) this.setCurrent(there[(there.indexOf(this.current) + 1) % there.length]);
    if (there.length) this.say(this.#name(this.store.look(this.current)));
  }

  /** From the text into the panel, to the annotation that is worked on. */
  #into() {
    this.sheetOpen(true);
    (at("here").querySelector("select, input, button:not(.quoted)") ?? at("panes").querySelector("[role=tab][tabindex='0']"))?.focus();
  }

  #escape() {
    this.card.hide();
    if (this.caret.selected()) this.caret.clear();
    else this.sheetOpen(false);
    this.text.root.focus({ preventScroll: true });
  }

  #showRejected(on) {
    this.rejected = on;
    this.#changed(new Set(this.store.standing().filter((one) => one.state === "rejected").map((one) => one.id)));
  }

  async #submit() {
    if (this.store.submitted) return;
    const count = this.store.standing().filter((one) => one.state === "suggested").length;
    const words = [count ? t("submit.waiting", { count }) : t("submit.none"), t("submit.words")];
    if (await confirmed(t("submit.title"), words, t("submit.yes"))) this.deeds.submit();
  }

  /** Open or shut the panel where it is a sheet at the foot of a narrow screen. */
  sheetOpen(open) {
    at("handle").setAttribute("aria-expanded", String(open));
    at("panel").classList.toggle("open", open);
  }
}
