// Sends what waits: one group at a time, in order, from one tab only, until the server has acknowledged each.

import { csrf, documentAddress, shared } from "./desk.js";

const LONGEST_WAIT = 30; // seconds between two tries
const PATIENCE = 30_000; // milliseconds until an answer is given up
const SETTLES = [401, 403, 404, 409, 422]; // a group that is answered so is not sent again as it is

/** For how many seconds to wait after so many tries in vain. */
export const pause = (tries) => Math.min(2 ** tries, LONGEST_WAIT);

/** Whether an answer says that a group cannot go as it is. */
export const settles = (answer) => SETTLES.includes(answer?.status);

/** Send a group. */
const post = (group) => ask(documentAddress(group.document, "/acts"), asSent(group));

/** A group as the server wants it: without what only the browser keeps. */
const asSent = ({ id, document, text_sha256, of, acts }) => ({ id, document, text_sha256, of, acts: acts.map(({ prefix, suffix, ...act }) => act) });

/**
 * Send what waits in a document, in order, until nothing does.
 * @param {import("./outbox.js").Outbox} outbox
 * @param {(next: {n, group: Object}) => void} saved hears of each that is acknowledged
 * @param {() => void} [begins] before each
 * @returns {Promise<{answer: Object|null, next: Object}|null>} what could not go, and what was answered
 */
export async function pass(outbox, document, saved, begins = () => {}) {
  for (;;) {
    const [next] = await outbox.waiting(document, 1);
    if (!next) return null;
    begins();
    const answer = await post(next.group);
    if (answer?.status !== 200) return { answer, next };
    await outbox.done(next.n);
    saved(next);
  }
}

/**
 * Sends one document's queue.
 *
 * `saved(next)` hears of each group that is acknowledged, `told(answer, next)` of every answer that stops the queue
 * (401, 403, 404, 409, 422); `resume` goes on after it. `state` is told "saving", "online" or "offline".
 */
export class Sender {
  constructor({ outbox, document, saved, told, state }) {
    Object.assign(this, { outbox, document, saved, told, state });
    this.stopped = false;
    this.tries = 0;
    this.woken = false;
    this.wake = () => {};
    addEventListener("online", () => this.kick());
  }

  /** Begin, as soon as no other tab sends for this document. */
  async start() {
    for (;;) {
      await locked(shared(this.document), () => this.#drain());
      await visible(); // another tab, which is looked at, shows what is wrong
      this.stopped = false;
    }
  }

  /** Something is there to be sent. */
  kick() {
    this.woken = true;
    this.wake();
  }

  /** Go on after a stop. */
  resume() {
    this.stopped = false;
    this.tries = 0;
    this.kick();
  }

  /** Until this tab is stopped while nobody looks at it. */
  async #drain() {
    for (;;) {
      if (this.stopped && document.visibilityState === "hidden") return;
      this.woken = false;
      const left = this.stopped ? null : await pass(this.outbox, this.document, (next) => this.#saved(next), () => this.state("saving"));
      if (!left) await this.#wait(null);
      else if (settles(left.answer)) {
        this.stopped = true;
        this.state("online");
        if (document.visibilityState !== "hidden") this.told(left.answer, left.next);
      } else {
        this.state("offline");
        await this.#wait(pause(this.tries++));
      }
    }
  }

  #saved(next) {
    this.tries = 0;
    this.state("online");
    this.saved(next);
  }

  /** For so many seconds, or until there is something to do. */
  #wait(seconds) {
    if (this.woken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = seconds === null ? null : setTimeout(resolve, seconds * 1000);
      const hidden = () => this.stopped && resolve();
      document.addEventListener("visibilitychange", hidden, { once: true });
      this.wake = () => {
        clearTimeout(timer);
        document.removeEventListener("visibilitychange", hidden);
        resolve();
      };
    });
  }
}

/**
 * Send JSON, or get it where there is no body.
 * @returns {Promise<{status: number, body: any}|null>} null where nothing, or no JSON, answered
 */
export async function ask(address, body) {
  try {
    const sent = body && { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", "x-csrftoken": csrf() } };
    const answer = await fetch(address, { cache: "no-cache", credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...sent });
    const type = answer.headers.get("content-type") ?? "";
    return { status: answer.status, body: type.includes("json") ? await answer.json() : null };
  } catch {
    return null;
  }
}

/**
 * Do something while no other tab does what has the same name. Without locks (a page that came without TLS from another
 * machine has none) two tabs may send the same, which the server then has once.
 * @param {{ifAvailable?: boolean}} [how] ifAvailable: `work` is given null where another tab is at it
 */
export function locked(name, work, how = {}) {
  return navigator.locks ? navigator.locks.request(name, how, work) : work({});
}

function visible() {
  if (document.visibilityState === "visible") return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}
