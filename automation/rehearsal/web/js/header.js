// What stands above the sign-up and request forms: picture, language, help, back arrow, heading.
import { el } from "./dom.js";
import { get } from "./http.js";
import { language, use } from "./i18n.js";
import { openDialog } from "./dialog.js";
import { icon } from "./material.js";
import { Select } from "./select.js";

const IMAGES = "assets/rehearsal/img";

/** An image of the portal. */
export const image = (name, alt, attributes = {}) => el("img", { src: `${IMAGES}/${name}.svg`, alt, ...attributes });

function languageSelect(site) {
  const choices = site.websiteLanguages.filter((each) => each.isEnabled).map((each) => ({ value: each.key, text: each.value }));
  const select = new Select({
    choices,
    value: language(),
    onPick: async (chosen) => {
      select.value = chosen;
      select.paint();
      await use(chosen);
    },
  });
  return select.element;
}

async function openHelp() {
  const answer = await fetch("assets/static-data/zoho-code.html");
  const body = el("div", { class: "help-form" });
  body.innerHTML = await answer.text();
  openDialog((close) => el("div", {}, el("h2", {}, "Need Help"), body, el("button", { type: "button", class: "button", onclick: close }, "Close")), { label: "Need Help" });
}

/** The language picker, where there are several languages, and the help icon. */
export function tools(site, { help = true } = {}) {
  const picker = site.isMultilingualEnabled ? [image("language", "Language", { class: "small" }), languageSelect(site)] : [];
  const helpIcon = help ? image("help", "Need Help", { id: "help-icon", class: "small", title: "Need Help", onclick: openHelp }) : null;
  return el("div", { class: "tools" }, picker, helpIcon);
}

/** The back arrow and the heading of a card. */
export function heading(title, { href, onclick } = {}) {
  const back = el("a", { class: "back", href, onclick }, icon("arrow_back"));
  return el("div", { class: "card-header" }, back, el("h1", {}, title));
}

/** The page around a card. */
export function sheet(...content) {
  return el(
    "main",
    { class: "public" },
    el("div", { class: "features" }, image("whats-new", "What's New @ iGOT?", { class: "features-image" })),
    el("div", { class: "card" }, content),
    el("div", { class: "chatbot" }, image("chatbot", "chatbot-icon", { class: "small" }), " FAQ Chatbot"),
  );
}

/** Load the help form with the page, as the portal does. */
export const preloadHelp = () => get("assets/static-data/zoho-code.html").catch(() => null);
