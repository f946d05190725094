// The dialogs of the page: what asks, warns, or lists the keys.

import { el, button } from "./elements.js";
import { t } from "./words.js";

/**
 * Show a dialog until it is closed.
 * @param {string} title
 * @param {(close: (value: any) => void) => any} content what is in it; its buttons close it with a value
 * @param {{held?: boolean, wide?: boolean}} [how] held: Escape does not close it
 * @returns {Promise<any>} the value; null where it was dismissed
 */
export function dialog(title, content, { held = false, wide = false } = {}) {
  return new Promise((resolve) => {
    let value = null;
    const close = (given) => {
      value = given;
      made.close();
    };
    const heading = el("h2", { id: `dialog-${document.querySelectorAll("dialog").length}` }, title);
    const made = el(`dialog${wide ? ".wide" : ""}`, { "aria-labelledby": heading.id }, heading, content(close));
    const back = document.activeElement;
    made.addEventListener("cancel", (event) => held && event.preventDefault());
    made.addEventListener("keydown", (event) => event.stopPropagation());
    made.addEventListener("close", () => {
      made.remove();
      back?.focus?.({ preventScroll: true });
      resolve(value);
    });
    document.body.append(made);
    made.showModal();
  });
}

/** A question with a yes: true where it was said. */
export function confirmed(title, words, yes) {
  return dialog(title, (close) => [
    words.map((one) => el("p", {}, one)),
    el("div.buttons", {}, button(yes, () => close(true), { autofocus: true }), button(t("cancel"), () => close(null), { classes: "quiet" })),
  ]);
}

/** Free words: a note, a question. Null where it was dismissed. */
export function written(title, quoted, before = "") {
  return dialog(title, (close) => {
    const field = el("textarea", { rows: 4, maxlength: 10_000, required: true, autofocus: true, "aria-label": title, value: before });
    const done = () => field.value.trim() && close(field.value.trim());
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done();
    });
    const form = el("form", { onsubmit: (event) => (event.preventDefault(), done()) }, quoted ? el("blockquote", {}, quoted) : null, field);
    form.append(el("div.buttons", {}, el("button", { type: "submit" }, t("write.keep")), button(t("cancel"), () => close(null), { classes: "quiet" })));
    return form;
  });
}

/** Two versions side by side: "mine" or "theirs". */
export function whichOne(title, words, theirs, mine) {
  const column = (label, content, choice, close, more = {}) => el("section", {}, el("h3", {}, label), el("div.version", {}, content), button(t(`stale.take.${choice}`), () => close(choice), more));
  return dialog(title, (close) => [el("p", {}, words), el("div.versions", {}, column(t("stale.mine"), mine, "mine", close, { autofocus: true }), column(t("stale.theirs"), theirs, "theirs", close, { classes: "quiet" }))], { held: true, wide: true });
}

/** Acts that the server refused: listed, to keep as a file, to forget. */
export function asideDialog(kept, forget) {
  return dialog(t("aside.title"), (close) => {
    const all = JSON.stringify(kept.map(({ group, reason }) => ({ reason, group })), null, 2);
    const address = URL.createObjectURL(new Blob([all], { type: "application/json" }));
    const rows = kept.map(({ group, reason }) =>
      el("li", {}, el("b", {}, t(`refused.${reason}`)), el("ul", {}, group.acts.slice(0, 20).map((act) => el("li", {}, [t(`act.${act.act}`), act.code, act.quotation && t("quoted", { words: act.quotation }), act.attributes?.text].filter(Boolean).join(" · "))))),
    );
    const forgotten = async () => {
      for (const { n } of kept) await forget(n);
      close(true);
    };
    return [
      el("p", {}, t("aside.why")), el("ul.plain.aside", {}, rows),
      el("div.buttons", {}, el("a.button", { href: address, download: "acts.json" }, t("aside.keep")), button(t("aside.forget"), forgotten, { classes: "quiet" }), button(t("close"), () => close(null), { classes: "quiet" })),
    ]; // prettier-ignore
  }, { wide: true });
}
