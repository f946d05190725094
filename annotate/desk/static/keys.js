// The keys of the page, and the list of them.

import { el, button } from "./elements.js";
import { dialog } from "./dialogs.js";
import { t } from "./words.js";

const LISTED = [
  ["keys.text", [["←→", "word"], ["⇧ ←→", "select"], ["Alt ←→", "character"], ["x", "exact"], ["↑↓", "line"], ["Ctrl ↑↓", "block"], ["Enter", "cycle"], ["Esc", "escape"]]],
  ["keys.selected", [["a–z", "letters"], ["Enter", "recent"], ["⇧ a–z", "hotkey"], ["@", "actor"], ["=", "other"], ["#", "note"], ["!", "question"], ["*", "every"], ["⇧ Enter", "again"]]],
  ["keys.marks", [["n p", "suggestion"], ["j k", "mark"], ["a", "accept"], ["e", "change"], ["r", "reject"], ["Del", "remove"], ["i", "into"]]],
  ["keys.work", [["u", "undo"], ["⇧ u", "redo"], ["Ctrl Z", "undo"], ["d", "document"], ["/", "search"], ["Ctrl Enter", "submit"], ["?", "help"]]],
]; // prettier-ignore
const ALONE = {
  n: "next", p: "previous", j: "nextMark", k: "previousMark", a: "accept", e: "change", r: "reject", Delete: "remove", Backspace: "remove",
  u: "undo", U: "redo", d: "documentCode", "#": "note", "!": "question", "/": "search", "*": "search", x: "exact", Enter: "cycle", i: "into", Escape: "escape",
}; // prettier-ignore
const SELECTED = { Enter: "code", "@": "actor", "=": "other", "#": "note", "!": "question", "*": "every", Escape: "escape" };

/**
 * Listen to the keys of the page.
 * @param {Object<string, (key?: string) => void>} act what each does, by name; `letter` and `hotkey` get the key
 * @param {() => boolean} isSelected whether words are selected
 * @param {HTMLElement} text where keys of one letter always work
 */
export function listen(act, isSelected, text) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const control = event.ctrlKey || event.metaKey;
    const signs = event.key.length === 1 && event.getModifierState("AltGraph"); // @ and # on many keyboards
    const back = event.key === "Escape" && event.target.closest?.(".panel"); // from its fields too
    const name = back ? "escape" : control && !signs ? withControl(event) : writes(event.target) ? null : plain(event, signs, isSelected(), text);
    if (!name) return;
    event.preventDefault();
    act[name](event.key);
  });
}

function withControl({ key, shiftKey, target }) {
  if (key === "Enter") return "submit";
  if (writes(target)) return null;
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" ? "redo" : null;
}

function plain({ key, altKey, shiftKey, target }, signs, selected, text) {
  if (altKey && !signs) return null;
  if (key === "?") return "help";
  const inText = target === text;
  const presses = (key === "Enter" || key === " ") && target.closest?.("button, a, summary, [role=tab], label");
  if (presses || (key.length === 1 && !inText && !lettersEverywhere())) return null;
  if (selected) {
    if (SELECTED[key]) return SELECTED[key];
    if (/^[\p{L}\p{N}]$/u.test(key)) return shiftKey && /\p{L}/u.test(key) ? "hotkey" : "letter";
  }
  return ALONE[key] ?? null;
}

/** The list of keys, and whether those of one letter work everywhere on the page. */
export function help() {
  return dialog(t("keys.title"), (close) => {
    const letters = el("input", { type: "checkbox", id: "letters", checked: lettersEverywhere(), onchange: () => setLetters(letters.checked) });
    return [
      el("div.keys", {}, LISTED.map(([title, rows]) => el("section", {}, el("h3", {}, t(title)), el("dl", {}, rows.map(([keys, what]) => el("div", {}, el("dt", {}, keys.split(" ").map((key) => el("kbd", {}, key))), el("dd", {}, t(`key.${what}`)))))))),
      el("p", {}, el("label", { for: "letters" }, letters, " ", t("keys.letters"))),
      el("div.buttons", {}, button(t("close"), () => close(null), { autofocus: true })),
    ]; // prettier-ignore
  }, { wide: true });
}

const KEY = "hustings-desk letters";

function lettersEverywhere() {
  try {
    return localStorage.getItem(KEY) !== "text only";
  } catch {
    return true; // the browser keeps nothing
  }
}

function setLetters(everywhere) {
  try {
    localStorage.setItem(KEY, everywhere ? "everywhere" : "text only");
  } catch {
    // The browser keeps nothing.
  }
}

const writes = (target) => Boolean(target.closest?.("input:not([type=checkbox]), textarea, select"));
