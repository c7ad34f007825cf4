// Layers above the page: panels below a field, dialogs, and the backdrop behind them.
import { el } from "./dom.js";

function container() {
  const found = document.querySelector(".cdk-overlay-container");
  if (found) return found;
  const made = el("div", { class: "cdk-overlay-container" });
  document.body.append(made);
  return made;
}

/** Show content in a layer; `onBackdrop` puts a backdrop behind it that takes every click. Gives a closing function. */
export function openLayer(content, { boxClass, dark = false, onBackdrop } = {}) {
  const shade = dark ? "cdk-overlay-dark-backdrop" : "cdk-overlay-transparent-backdrop";
  const backdrop = onBackdrop && el("div", { class: `cdk-overlay-backdrop ${shade} cdk-overlay-backdrop-showing`, onclick: onBackdrop });
  const box = el("div", { class: boxClass ?? "cdk-overlay-connected-position-bounding-box" }, el("div", { class: "cdk-overlay-pane" }, content));
  if (backdrop) container().append(backdrop);
  container().append(box);
  return () => {
    backdrop?.remove();
    box.remove();
  };
}

/** Put a panel below an anchor, or above it where there is no room below; as wide as the anchor, and keep it there. */
export function openBelow(anchor, panel, { onBackdrop } = {}) {
  const close = openLayer(panel, { onBackdrop });
  const pane = panel.closest(".cdk-overlay-pane");
  const place = () => {
    const at = anchor.getBoundingClientRect();
    pane.style.left = `${at.left}px`;
    const below = window.innerHeight - at.bottom;
    const up = below < panel.offsetHeight && at.top > below;
    pane.style.top = `${up ? at.top - panel.offsetHeight : at.bottom}px`;
    pane.style.width = `${at.width}px`;
  };
  place();
  window.addEventListener("scroll", place, true);
  window.addEventListener("resize", place);
  return () => {
    window.removeEventListener("scroll", place, true);
    window.removeEventListener("resize", place);
    close();
  };
}

/** Take every layer away, as a change of page does. */
export function clearLayers() {
  container().replaceChildren();
}
