// Logging in again, in the page and without leaving it.

import { dialog } from "./dialogs.js";
import { address, person, setCsrf } from "./desk.js";
import { el, button } from "./elements.js";
import { ask } from "./send.js";
import { t } from "./words.js";

export const ENTERED = "hustings:entered"; // the event of the window after which requests are answered again

/** Ask for the password until it is right, or until it is put off; whoever waits for it hears ENTERED. */
export function logIn() {
  return dialog(t("login.title"), (close) => {
    const wrong = el("p.wrong", { role: "alert" });
    const password = el("input", { type: "password", id: "login-password", autocomplete: "current-password", required: true, autofocus: true });
    const submit = async (event) => {
      event.preventDefault();
      const said = await entered(password.value);
      if (said === null) return close(true);
      wrong.textContent = said;
      return password.select();
    };
    return el(
      "form", { onsubmit: submit }, el("p", {}, t("login.why")),
      el("p", {}, el("label", { for: "login-name" }, t("login.name")), el("input", { type: "text", id: "login-name", autocomplete: "username", value: person, readonly: true })),
      el("p", {}, el("label", { for: "login-password" }, t("login.password")), password), wrong,
      el("div.buttons", {}, el("button", { type: "submit" }, t("login.enter")), button(t("login.later"), () => close(null), { classes: "quiet" })),
    ); // prettier-ignore
  });
}

/** What is wrong; null where nothing is. */
async function entered(password) {
  const answer = await ask(address("-/login"), { name: person, password });
  if (answer?.status !== 200) return t(`login.${answer?.body?.reason ?? "nothing"}`, { count: answer?.body?.seconds ?? 0 });
  setCsrf(answer.body.csrf);
  dispatchEvent(new Event(ENTERED));
  return null;
}
