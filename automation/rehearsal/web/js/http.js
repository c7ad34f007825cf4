// Calls to the portal's services. A 5xx answer is retried once after some seconds, POSTs included (FACTS §10.2).
import { retrySeconds } from "./switches.js";

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A call that was answered with an error, or not at all; `body` is the answer's JSON if it had one. */
export class CallError extends Error {
  constructor(status, body) {
    super(`Http failure response: ${status}`);
    this.status = status;
    this.body = body;
  }

  /** The message of the portal, or undefined. */
  get refusal() {
    return this.body?.params?.errmsg || undefined;
  }
}

async function once(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new CallError(0, null);
  }
}

async function call(path, options) {
  let answer = await once(path, options);
  if (answer.status >= 500) {
    await pause(retrySeconds);
    answer = await once(path, options);
  }
  const text = await answer.text();
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    throw new CallError(answer.status, null);
  }
  if (!answer.ok) throw new CallError(answer.status, body);
  return body;
}

/** GET a JSON document. */
export const get = (path) => call(path, {});

/** POST a JSON document; the portal adds its two organisation headers to every call. */
export const post = (path, body) =>
  call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", rootOrg: "igot", org: "dopt" },
    body: JSON.stringify(body),
  });
