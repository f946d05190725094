// Making elements. Words from documents, codebooks and people come in as text only, never as markup.

/** The element of the page with this id. */
export const at = (id) => document.getElementById(id);

/**
 * An element with its attributes, listeners (`onclick: f`), properties of state and children.
 * @param {string} tag the name, with classes behind dots: `button.quiet`
 * @param {Object} [given] attributes; null, undefined and false leave one out, true gives an empty one
 * @param {...(Node|string|null|Array)} children
 * @returns {HTMLElement}
 */
export function el(tag, given = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "checked" || key === "value" || key === "disabled" || key === "hidden" || key === "selected") made[key] = value;
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Put children in the place of those that are there. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
}

/** A button that looks as its classes say. */
export function button(label, onclick, given = {}) {
  const { classes = "", ...rest } = given;
  return el(`button${classes ? "." + classes.replaceAll(" ", ".") : ""}`, { type: "button", onclick, ...rest }, label);
}
