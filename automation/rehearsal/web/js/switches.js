// What the server told this document about itself: which defects and variants are on, and the time to a retry.
const told = JSON.parse(document.getElementById("rehearsal-told").textContent);

const names = new Set(told.on);

/** Whether a defect or variant is on. */
export const on = (name) => names.has(name);

/** Which shape of the sign-up form is shown: g1, g3, g4a or g4b. */
export const generation = told.generation;

/** Seconds after which a failed call is repeated. */
export const retrySeconds = told.retrySeconds;
