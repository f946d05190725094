// Sends what waits: one group at a time, in order, from one tab only, until the server has acknowledged each.

const LONGEST_WAIT = 30; // seconds between two tries
const PATIENCE = 30_000; // milliseconds until an answer is given up

/**
 * Sends one document's queue.
 *
 * `post(group)` gives `{status, body}`, or null where nothing answered. `told(answer, {n, group})` hears of every
 * answer that settles a group or stops the queue (401, 403, 404, 409, 422); `resume` goes on after a stop.
 */
export class Sender {
  constructor({ outbox, document, post, told, state }) {
    Object.assign(this, { outbox, document, post, told, state });
    this.stopped = null; // the status that stopped the queue
    this.tries = 0;
    this.woken = false;
    this.wake = () => {};
    addEventListener("online", () => this.kick());
  }

  /** Begin, as soon as no other tab sends for this document. */
  async start() {
    for (;;) {
      await locked(`hustings-desk ${this.outbox.person} ${this.document}`, () => this.#drain());
      await visible(); // another tab, which is looked at, shows what is wrong
      this.stopped = null;
    }
  }

  /** Something is there to be sent. */
  kick() {
    this.woken = true;
    this.wake();
  }

  /** Go on after a stop. */
  resume() {
    this.stopped = null;
    this.tries = 0;
    this.kick();
  }

  /** Until this tab is stopped while nobody looks at it. */
  async #drain() {
    for (;;) {
      if (this.stopped && document.visibilityState === "hidden") return;
      this.woken = false;
      const [next] = this.stopped ? [] : await this.outbox.waiting(this.document, 1);
      if (!next) {
        await this.#wait(null);
        continue;
      }
      this.state("saving");
      const answer = await this.post(next.group);
      if (answer?.status === 200) {
        await this.outbox.done(next.n);
        this.tries = 0;
        this.state("online");
        this.told(answer, next);
      } else if ([401, 403, 404, 409, 422].includes(answer?.status)) {
        this.stopped = answer.status;
        this.state("online");
        if (document.visibilityState !== "hidden") this.told(answer, next);
      } else {
        this.state("offline");
        await this.#wait(Math.min(2 ** this.tries++, LONGEST_WAIT));
      }
    }
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
export async function ask(address, body, csrf) {
  try {
    const sent = body && { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", "x-csrftoken": csrf } };
    const answer = await fetch(address, { cache: "no-cache", credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...sent });
    const type = answer.headers.get("content-type") ?? "";
    return { status: answer.status, body: type.includes("json") ? await answer.json() : null };
  } catch {
    return null;
  }
}

function locked(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

function visible() {
  if (document.visibilityState === "visible") return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}
