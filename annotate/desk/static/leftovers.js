// What waits in the outbox is sent from every page of the desk, whichever document it is of; what cannot go is told.
// The document that a page shows is that page's business (saving.js).

import { person, documentAddress, shared } from "./desk.js";
import { asideDialog } from "./dialogs.js";
import { el, button, fill } from "./elements.js";
import { ENTERED, logIn } from "./login.js";
import { Outbox } from "./outbox.js";
import { locked, pass, pause, settles } from "./send.js";
import { t } from "./words.js";

const SLOW = 1500; // milliseconds until a page says that something is being sent
const MOST = 5; // documents told of
const BARRED = [403, 404];

/** Sends what waits in all documents but one, and says what stays. */
class Leftovers {
  /**
   * @param {Outbox} outbox open
   * @param {HTMLElement} root where it is told
   * @param {string} [here] the document that sends for itself
   */
  constructor(outbox, root, here) {
    Object.assign(this, { outbox, root, here });
    this.stopped = new Map(); // document -> the status that stopped it
    this.offline = false;
    this.tries = 0;
    this.keeping = 0; // groups that are not in the outbox yet
    this.listener = () => {};
    addEventListener("online", () => this.send());
    addEventListener(ENTERED, () => this.#anew());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#anew()); // another tab may have put things right
    addEventListener("beforeunload", (event) => {
      if (!this.outbox.durable && this.root.dataset.count > 0) event.preventDefault();
    });
  }

  /** Keep groups of any documents and send them; tabs that show these documents hear of it. */
  async keep(groups) {
    this.keeping += groups.length;
    this.listener([]);
    for (const group of groups) {
      await this.outbox.queue(group);
      tell(group.document, { kind: "add", group });
    }
    const left = await this.outbox.left();
    this.keeping -= groups.length;
    this.listener(left);
    return this.send();
  }

  /** Send all that waits. A call while this is under way sees to it that nothing is forgotten. */
  send() {
    this.asked = true;
    this.running ??= this.#run().finally(() => (this.running = null));
    return this.running;
  }

  #anew() {
    this.stopped.clear();
    this.send();
  }

  /** Whether the session is over. */
  get #isOver() {
    return [...this.stopped.values()].includes(401);
  }

  async #run() {
    clearTimeout(this.timer);
    const slow = setTimeout(() => this.#tell(), SLOW);
    while (this.asked) {
      this.asked = this.offline = false;
      for (const { document, waiting } of await this.outbox.left()) {
        if (document === this.here || !waiting.length || this.stopped.has(document) || this.offline || this.#isOver) continue;
        await locked(shared(document), (lock) => (lock ? this.#drain(document) : tell(document, { kind: "kick" })), { ifAvailable: true });
      }
    }
    clearTimeout(slow);
    this.tries = this.offline ? this.tries + 1 : 0;
    const left = await this.#tell();
    if (!this.#isOver && left.some((one) => one.waiting.length && !this.stopped.has(one.document))) this.timer = setTimeout(() => this.send(), pause(this.tries) * 1000);
  }

  async #drain(document) {
    const left = await pass(this.outbox, document, ({ group }) => tell(document, { kind: "saved", id: group.id }));
    if (!left) return;
    if (settles(left.answer)) this.stopped.set(document, left.answer.status);
    else this.offline = true;
  }

  /** Show what stays: nothing where nothing does. */
  async #tell() {
    const left = (await this.outbox.left()).filter(({ document }) => document !== this.here);
    const count = left.reduce((sum, { waiting }) => sum + waiting.length, 0);
    const lines = [this.#session(count), count && !this.outbox.durable ? el("p", {}, t("leftovers.fragile", { count })) : null, ...left.slice(0, MOST).map((one) => this.#line(one))];
    if (left.length > MOST) lines.push(el("p", {}, t("leftovers.more", { count: left.length - MOST })));
    if (!left.length && this.root.dataset.count > 0) lines.push(el("p", {}, t("leftovers.saved")));
    const words = lines.map((line) => line?.textContent).join();
    if (words !== this.words) fill(this.root, lines);
    this.words = words;
    this.root.dataset.count = count;
    this.root.hidden = !this.root.childNodes.length;
    this.listener(left);
    return left;
  }

  #session(count) {
    if (!this.#isOver) return null;
    return el("p", {}, t("leftovers.login", { count }), " ", button(t("login.enter"), () => logIn(), { classes: "second" }));
  }

  #line({ document, title, waiting, aside }) {
    const barred = BARRED.includes(this.stopped.get(document));
    const refused = this.stopped.has(document) && this.stopped.get(document) !== 401;
    const open = el("a", { href: documentAddress(document) }, t("leftovers.open"));
    const said = (kind, count, remedy) => (count ? el("p", {}, t(`leftovers.${kind}`, { count, title }), " ", remedy) : null);
    const show = (all, forget) => button(t("leftovers.show"), async () => (await asideDialog(all, forget)) && this.#tell(), { classes: "second" });
    const kept = waiting.map((one) => ({ ...one, reason: "not-yours" }));
    return el(
      "div", {},
      said(barred ? "barred" : refused ? "refused" : "waiting", waiting.length, barred ? show(kept, (n) => this.outbox.done(n)) : open),
      said("aside", aside.length, show(aside, (n) => this.outbox.forget(n))),
    ); // prettier-ignore
  }
}

/** Tell the tabs that show a document. */
function tell(document, message) {
  const channel = new BroadcastChannel(shared(document));
  channel.postMessage(message);
  channel.close();
}

/** The outbox of this page. */
export const outbox = await new Outbox(person).open();

/** What waits in other documents than the one that the page shows. */
export const leftovers = new Leftovers(outbox, document.getElementById("leftovers"), document.querySelector("main[data-document]")?.dataset.document);

leftovers.send();
