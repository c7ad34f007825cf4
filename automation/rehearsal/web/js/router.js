// Moving between pages inside one document, with what a page hands to the next one.
import { clearLayers } from "./overlay.js";

let render = () => {};
let kept = null;

/** Keep something for the next sign-up page; it is taken once. */
export function keep(values) {
  kept = values;
}

/** What was kept, or null. */
export function takeKept() {
  const values = kept;
  kept = null;
  return values;
}

/** Go to a page of the portal; `carried` is handed over and is gone after a reload. */
export function go(path, carried) {
  history.pushState({ carried }, "", path);
  open(carried);
}

function open(carried) {
  clearLayers();
  window.scrollTo(0, 0);
  render(location.pathname, carried);
}

/** Start: `draw(path, carried)` shows a page. The form waits for its start-up reads, and until then the page before it stays. */
export function start(draw) {
  render = draw;
  window.addEventListener("popstate", (event) => open(event.state?.carried));
  open(undefined);
}
