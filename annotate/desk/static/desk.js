// The desk that a page is of: its addresses, who is at it, and the token that its requests carry.

const meta = (name) => document.querySelector(`meta[name=${name}]`);

/** Who is logged in. */
export const person = meta("person")?.content ?? "";

/** An address under the desk's root. */
export const address = (path) => meta("base").content + path;

/** The address of a document, or of what lies under it: ".json", "/acts". */
export const documentAddress = (id, more = "") => address(`document/${encodeURIComponent(id)}${more}`);

/** The token of this session. */
export const csrf = () => meta("csrf").content;

/** Another session has another token. */
export const setCsrf = (token) => (meta("csrf").content = token);

/** Whatever several tabs do in one document, they tell one another under this name, and one at a time under it. */
export const shared = (id) => `hustings-desk ${person} ${id}`;
