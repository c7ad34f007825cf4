// The start of the portal's one document: settings, language, then the page that the path names.
import { el } from "./dom.js";
import { get } from "./http.js";
import { language, load, use } from "./i18n.js";
import { openLink } from "./link.js";
import { openRequest } from "./request.js";
import { start } from "./router.js";
import { openChained } from "./chained.js";
import { openSignup } from "./signup.js";
import { generation, on } from "./switches.js";
import { openTwoStep } from "./twostep.js";
import { openHome, openWelcome } from "./welcome.js";

const root = document.querySelector("app-root");

function openPrivacy() {
  const title = el("h1", {}, "Privacy Policy");
  const text = el("p", {}, "This is the practice copy of the privacy policy. Nothing that you type here leaves this computer.");
  root.replaceChildren(el("main", { class: "sheet" }, title, text));
}

const texts = (on("hindi") ? load : use)(language());
const [env, host, site] = await Promise.all([
  get("assets/env.json"),
  get("assets/configurations/host.config.json"),
  get("assets/configurations/site.config.json"),
  on("hindi-late") || on("late-texts") ? null : texts,
]);
const settings = { env, host, site };

const FORMS = { g1: openChained, g3: openSignup, g4a: openTwoStep, g4b: openTwoStep, crp: openSignup };
const PAGES = {
  "/public/signup": () => FORMS[generation](root, settings),
  "/public/request": (carried) => openRequest(root, settings, carried),
  "/public/privacy-policy": openPrivacy,
  "/public/welcome": () => openWelcome(root),
  "/page/home": () => openHome(root),
};

const LINK = /^\/{1,2}crp\/[^/]+\/[^/]+\/?$/;

start((path, carried) => (LINK.test(path) ? openLink(root, settings) : PAGES[path]?.(carried)));
