// Saving: the outbox, the sender, other tabs, and what is to be done when the server does not take a group.

import { replay, whole } from "./replay.js";
import { without, again, placed } from "./mending.js";
import { Sender, ask } from "./send.js";
import { documentAddress, shared } from "./desk.js";
import { asideDialog, whichOne } from "./dialogs.js";
import { el } from "./elements.js";
import { ENTERED, logIn } from "./login.js";
import { t } from "./words.js";

const NO_FLICKER = 400; // milliseconds before a page says that it is saving

/** Keeps and sends one document's groups, and says how it stands. */
export class Saving {
  /**
   * @param {Object} parts
   * @param {import("./store.js").Store} parts.store
   * @param {import("./outbox.js").Outbox} parts.outbox open
   * @param {Object} parts.sheet the document as the server told it
   * @param {{status: HTMLElement, remedy: HTMLElement}} parts.places where it stands, and the button that helps
   * @param {(message: string) => void} parts.said
   * @param {(annotation: Object) => Node[]} parts.shown an annotation, described
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.id = this.sheet.document.id;
    this.online = navigator.onLine;
    this.trouble = null; // "login", "barred"
    this.kept = []; // set aside
    this.asking = false;
    this.channel = new BroadcastChannel(shared(this.id));
    this.channel.onmessage = ({ data }) => this.#heard(data);
    this.sender = new Sender({
      outbox: this.outbox, document: this.id, saved: (next) => this.#saved(next), told: (answer, next) => this.#told(answer, next),
      state: (state) => ((this.online = state !== "offline"), this.show()),
    }); // prettier-ignore
    addEventListener("offline", () => ((this.online = false), this.show()));
    addEventListener("online", () => ((this.online = true), this.show()));
    addEventListener(ENTERED, () => this.#entered());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.refresh());
    addEventListener("beforeunload", (event) => {
      if (!this.outbox.durable && this.store.waiting.length) event.preventDefault();
    });
  }

  /** Bring what waited from before onto the page, and begin to send. */
  async start() {
    for (const { n, group } of await this.outbox.waiting(this.id)) await this.#place(n, group);
    await this.#reread();
    this.sender.start();
  }

  /** Show a group at once, keep it and send it. */
  keep(group) {
    this.store.add(group);
    this.channel.postMessage({ kind: "add", group });
    this.outbox.queue(group).then(() => {
      this.store.add(group); // the queue may have been read anew just before
      this.sender.kick();
      this.channel.postMessage({ kind: "kick" });
      this.show();
    });
    this.show();
  }

  /** Ask the server how things stand. */
  async refresh() {
    const confirmed = this.confirmed;
    const answer = await ask(documentAddress(this.id, ".json"));
    if (answer?.status === 401) return this.#login();
    if (answer?.status !== 200) return undefined;
    if (answer.body.document.text_sha256 !== this.sheet.document.text_sha256) return this.#reload();
    if (confirmed !== this.confirmed) return this.refresh(); // something was saved meanwhile: this is old
    Object.assign(this.sheet, answer.body);
    this.store.load(answer.body);
    if (this.trouble) this.sender.resume(); // they were logged in, or let in, elsewhere
    this.trouble = null;
    return this.show();
  }

  /** Say how it stands. */
  show() {
    const count = this.store.waiting.length;
    const state = this.trouble ?? (!count ? "saved" : this.online && navigator.onLine ? "saving" : "offline");
    clearTimeout(this.timer);
    this.places.status.setAttribute("aria-busy", String(count > 0));
    const tell = () => {
      const words = !this.outbox.durable && count ? "status.fragile" : `status.${state}`;
      this.places.status.dataset.state = state;
      if (this.places.status.textContent !== t(words, { count })) this.places.status.textContent = t(words, { count });
    };
    if (state === "saving" && this.places.status.dataset.state === "saved") this.timer = setTimeout(tell, NO_FLICKER);
    else tell();
    const remedy = this.trouble === "login" ? t("status.enter") : this.kept.length ? t("status.aside", { count: this.kept.length }) : "";
    this.places.remedy.hidden = !remedy;
    this.places.remedy.textContent = remedy;
    this.places.remedy.onclick = () => (this.trouble === "login" ? this.#login() : this.#showAside());
  }

  #heard({ kind, group, id }) {
    if (kind === "add") this.store.add(group);
    if (kind === "saved") this.#confirm(id);
    if (kind === "queue") this.#reread();
    if (kind === "kick") this.sender.kick();
    this.show();
  }

  #confirm(id) {
    this.confirmed = id;
    const submits = this.store.waiting.find((group) => group.id === id)?.acts[0].annotation === "";
    this.store.confirm(id);
    if (submits) this.refresh();
  }

  #saved({ group }) {
    this.#confirm(group.id);
    this.channel.postMessage({ kind: "saved", id: group.id });
    this.trouble = null;
    this.show();
  }

  async #told(answer, next) {
    if (answer.status === 401) await this.#login();
    else if (answer.status === 422) await this.#setAside(next, answer.body?.reason ?? "malformed");
    else if (answer.status === 409) await this.#stale(answer.body, next);
    else this.trouble = "barred";
    this.show();
  }

  async #stale({ reason, now, annotation }, { group }) {
    if (reason === "text") return this.#reload();
    this.sheet.next = now.next;
    const standing = (id) => {
      const acts = now.acts.filter((act) => act.annotation === id).map(whole);
      return { annotation: acts.length ? replay(acts) : null, last: acts.at(-1)?.id ?? null };
    };
    const isStale = (act) => standing(act.annotation).last !== act.base && act.annotation !== "";
    let choice = "theirs";
    if (reason === "order") this.said(t("stale.order"));
    else {
      const mine = group.acts.find((act) => act.annotation === annotation);
      const theirs = standing(annotation).annotation;
      choice = await whichOne(t("stale.title"), t("stale.words"), this.#version(theirs), this.#mine(mine, theirs));
    }
    await this.#reread(); // another tab may have added to it meanwhile
    const before = this.store.waiting;
    const drops = reason === "order" ? () => true : isStale;
    const after = choice === "mine" ? before.map((one) => (one.id === group.id ? again(one, standing) : one)) : without(before, group.id, drops);
    this.store.load(now, after);
    return this.#rewrite(before, after);
  }

  #version(annotation) {
    return annotation && annotation.state !== "deleted" ? [el("p.quoted", {}, annotation.quotation), this.shown({ by: null, verdict: null, ...annotation })] : el("p", {}, t("stale.gone"));
  }

  #mine(act, theirs) {
    const what = el("p.what", {}, t(`act.${act.act}`));
    return act.layer ? [what, this.#version({ ...theirs, ...act, state: "made", score: null })] : what;
  }

  async #setAside({ group }, reason) {
    await this.outbox.setAside(group, reason);
    this.said(t("said.refused", { reason: t(`refused.${reason}`) }));
    await this.#reread();
    const before = this.store.waiting;
    await this.#rewrite(before, without(before, group.id, () => true));
  }

  /** The queue as it is from now on: of the groups that were in it, those that are not any more are forgotten. */
  async #rewrite(before, after) {
    const now = new Map(after.map((group) => [group.id, group]));
    for (const { n, group } of await this.outbox.waiting(this.id)) {
      if (now.has(group.id)) await this.outbox.rewrite(n, now.get(group.id));
      else if (before.some((one) => one.id === group.id)) await this.outbox.done(n);
    }
    this.channel.postMessage({ kind: "queue" });
    await this.#reread();
    this.sender.resume();
  }

  async #reread() {
    this.store.wait((await this.outbox.waiting(this.id)).map(({ group }) => group));
    this.kept = await this.outbox.aside(this.id);
    this.show();
  }

  /** A group that was made on a text that has changed since: found again by its words, or set aside. */
  async #place(n, group) {
    if (group.text_sha256 === this.sheet.document.text_sha256) return;
    const { group: moved, lost } = placed(group, this.sheet.document);
    const left = without([moved], moved.id, (act) => lost.some((one) => one.annotation === act.annotation));
    if (lost.length) await this.outbox.setAside({ ...group, acts: lost }, "text");
    if (left.length) await this.outbox.rewrite(n, left[0]);
    else await this.outbox.done(n);
  }

  #reload() {
    if (this.outbox.durable) location.reload();
    else this.said(t("status.fragile", { count: this.store.waiting.length }));
  }

  async #login() {
    this.trouble = "login";
    this.show();
    if (this.asking || document.visibilityState === "hidden") return;
    this.asking = true;
    await logIn();
    this.asking = false;
  }

  #entered() {
    this.trouble = null;
    this.show();
    this.sender.resume();
    this.refresh();
  }

  async #showAside() {
    if (await asideDialog(this.kept, (n) => this.outbox.forget(n))) await this.#reread();
  }
}
