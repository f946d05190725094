// The card over a mark: under a mouse that rests, and where a finger taps.

const RESTS = 250; // milliseconds until the card opens under the mouse
const TAPPED = 60; // after a tap: the browser's selection has changed by then
const LEAVES = 200; // until it closes

/**
 * Open and close the card over the marks of a text.
 * @param {HTMLElement} root
 * @param {import("./card.js").Card} card
 * @param {(segment: Element, box: DOMRect) => void} show
 */
export function pointing(root, card, show) {
  let resting = 0;
  let leaving = 0;
  const over = (event, after) => {
    const segment = event.target.closest?.(".segment");
    if (!segment || event.buttons) return;
    clearTimeout(leaving);
    clearTimeout(resting);
    resting = setTimeout(() => show(segment, nearest(segment, event)), after);
  };
  root.addEventListener("pointerover", (event) => event.pointerType === "mouse" && over(event, RESTS));
  root.addEventListener("click", (event) => event.pointerType !== "mouse" && over(event, TAPPED));
  root.addEventListener("pointerout", ({ pointerType }) => {
    if (pointerType !== "mouse") return;
    clearTimeout(resting);
    leaving = setTimeout(() => !card.el.matches(":hover") && card.hide(), LEAVES);
  });
  document.addEventListener("pointerdown", ({ target }) => card.el.contains(target) || card.hide());
  addEventListener("scroll", () => card.hide(), { passive: true });
}

/** The line box of a segment that the pointer is on. */
function nearest(segment, { clientY }) {
  const boxes = [...segment.getClientRects()];
  return boxes.find((box) => clientY >= box.top && clientY <= box.bottom) ?? boxes[0];
}
