// What was done and is not acknowledged, kept in the browser's own database until it is; and what was refused.
// Keyed by person and document: another person at the same machine never sends somebody's acts.

const NAME = "hustings-desk";

/** The outbox of one person. Where the browser has no database it is kept in memory, and `durable` is false. */
export class Outbox {
  constructor(person) {
    this.person = person;
    this.durable = true;
    this.memory = { queue: [], aside: [] };
    this.numbers = 0;
  }

  async open() {
    try {
      this.db = await new Promise((resolve, reject) => {
        const asked = indexedDB.open(NAME, 1);
        asked.onupgradeneeded = () => {
          for (const name of ["queue", "aside"]) {
            const kept = asked.result.createObjectStore(name, { keyPath: "n", autoIncrement: true });
            kept.createIndex("whose", ["person", "document"]);
          }
        };
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = asked.onblocked = () => reject(asked.error);
      });
    } catch {
      this.durable = false;
    }
    return this;
  }

  /** Keep a group until it is acknowledged. */
  queue(group) {
    return this.#keep("queue", { person: this.person, document: group.document, group });
  }

  /** The groups that wait in a document, the first one first: `{n, group}`. */
  waiting(document, most) {
    return this.#list("queue", document, most);
  }

  /**
   * The documents in which something of this person waits or was set aside.
   * @returns {Promise<{document: string, title: string, waiting: Object[], aside: Object[]}[]>} with what `waiting` and `aside` give
   */
  async left() {
    const found = new Map();
    for (const [name, kind] of [["queue", "waiting"], ["aside", "aside"]]) {
      const all = this.db ? await this.#ask(name, "readonly", (kept) => kept.getAll()) : this.memory[name];
      for (const one of all.filter(({ person }) => person === this.person)) {
        const { document, group } = one;
        if (!found.has(document)) found.set(document, { document, title: group.title || document, waiting: [], aside: [] });
        found.get(document)[kind].push(one);
      }
    }
    return [...found.values()];
  }

  /** It is acknowledged, or given up. */
  done(n) {
    return this.#drop("queue", n);
  }

  /** The group now reads so. */
  rewrite(n, group) {
    return this.#keep("queue", { n, person: this.person, document: group.document, group });
  }

  /** Keep a group that cannot be sent, with the reason. Nothing is lost. */
  setAside(group, reason) {
    return this.#keep("aside", { person: this.person, document: group.document, group, reason });
  }

  /** What was set aside in a document: `{n, group, reason}`. */
  aside(document) {
    return this.#list("aside", document);
  }

  /** Forget one that was set aside. */
  forget(n) {
    return this.#drop("aside", n);
  }

  async #list(name, document, most) {
    if (!this.db) return this.memory[name].filter((one) => one.person === this.person && one.document === document).slice(0, most);
    return this.#ask(name, "readonly", (kept) => kept.index("whose").getAll([this.person, document], most));
  }

  async #keep(name, kept) {
    if (this.db) {
      try {
        return await this.#ask(name, "readwrite", (store) => store.put(kept));
      } catch {
        this.durable = false; // the disk is full, or the browser forbids it: from here in memory
        await this.#toMemory();
      }
    }
    const n = kept.n ?? `m${++this.numbers}`;
    this.memory[name] = [...this.memory[name].filter((one) => one.n !== n), { ...kept, n }];
    return n;
  }

  async #drop(name, n) {
    if (this.db) return this.#ask(name, "readwrite", (kept) => kept.delete(n));
    this.memory[name] = this.memory[name].filter((one) => one.n !== n);
    return undefined;
  }

  async #toMemory() {
    for (const name of ["queue", "aside"]) {
      this.memory[name] = await this.#ask(name, "readonly", (kept) => kept.getAll()).catch(() => []);
    }
    this.db = null;
  }

  #ask(name, mode, what) {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(name, mode, { durability: "strict" });
      const asked = what(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}
