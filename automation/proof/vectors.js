// What the ways out of vectors.toml are written with (see there).

const packed = (what) =>
  btoa(unescape(encodeURIComponent(JSON.stringify(what))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** The helpers, for the addresses and the mark that a vector knows. */
export const tools = ({ portal, foreign, mark }) => ({
  doc: (body, how = {}) => `${portal}/doc/${packed({ body, ...how })}`,
  outDoc: (body, how = {}) => `${foreign}/doc/${packed({ body, ...how })}`,
  add: (html) => {
    document.body.insertAdjacentHTML("beforeend", html);
    return document.body.lastElementChild;
  },
  form: (action, how = {}) => {
    const made = Object.assign(document.createElement("form"), { method: "post", ...how, action });
    made.innerHTML = `<input name=a value=${mark}>`;
    document.body.append(made);
    return made;
  },
});
