// What the page reports about itself, in batches (FACTS §5.4).
import { post } from "./http.js";

const PATH = "api/data/v1/public/telemetry";

const event = (eid, edata) => ({ eid, ets: Date.now(), ver: "3.0", context: { channel: "igot", env: "rehearsal", pdata: { id: "igot.portal", ver: "4.8.18" } }, edata });

async function send(events) {
  const batch = { id: "api.sunbird.telemetry", ver: "3.0", ets: Date.now(), events };
  await post(PATH, batch).catch(() => null);
}

/** A page was opened. */
export const reportPage = (pageid) => send([event("START", { type: "app", pageid }), event("IMPRESSION", { type: "view", pageid, uri: location.pathname })]);

/** Something was clicked. */
export const reportClick = (id) => send([event("INTERACT", { type: "click", id })]);
