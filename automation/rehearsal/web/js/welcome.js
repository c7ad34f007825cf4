// The pages behind the login: completing the profile, and home (FACTS §3.6).
import { el } from "./dom.js";
import { digitsOnly, field, input, label } from "./fields.js";
import { Control, required } from "./forms.js";
import { heading, sheet } from "./header.js";
import { get, post } from "./http.js";
import { mobileControl, nameControl } from "./rules.js";
import { Select } from "./select.js";
import { snackError } from "./snackbar.js";

const PATH = "apis/proxies/v8/user/basicProfileUpdate";

const person = () => JSON.parse(document.getElementById("person").textContent);

/** The page that completes a profile. */
export async function openWelcome(root) {
  const groups = await get("api/user/v1/groups").catch(() => null);
  const names = (groups?.result?.response ?? []).filter((each) => each !== "Others");
  const known = person();
  const controls = {
    firstname: nameControl(known.firstname),
    group: new Control(known.group, [required("publicsignup.groupMandatory")]),
    mobile: mobileControl(known.mobile),
    designation: new Control(known.designation, [required("publicrequest.positionMandatory")]),
  };
  const save = el("button", { type: "submit", class: "submitBtn button" }, "Save");
  const update = () => {
    save.disabled = !Object.values(controls).every((each) => each.valid);
  };
  for (const each of Object.values(controls)) each.onChange(update);
  update();
  const form = el("form", { novalidate: true }, ...blocks(controls, names), save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(controls);
  });
  root.replaceChildren(sheet(heading("Complete your profile", { href: "/static-home" }), el("p", { class: "help-line" }, known.email), form));
}

function blocks(controls, groups) {
  const text = (name, words, attributes) => el("div", { class: "block" }, label(null, { text: words }), field(controls[name], input(controls[name], name, attributes)));
  const mobile = digitsOnly(input(controls.mobile, "mobile", { id: "mobileNumber", maxlength: "10", "aria-label": "Mobile Number input" }));
  const select = new Select({
    id: "group",
    name: "group",
    placeholder: "publicsignup.selectYourGroup",
    choices: groups.map((each) => ({ value: each, text: each })),
    value: controls.group.value,
    onPick: (value) => {
      select.value = value;
      select.paint();
      controls.group.set(value);
    },
    onLeave: () => controls.group.touch(),
  });
  return [
    text("firstname", "Full name", { id: "firstName", maxlength: "150", "aria-label": "First Name input" }),
    el("div", { class: "block" }, label("publicsignup.group"), field(controls.group, select.element)),
    el("div", { class: "block" }, label("publicsignup.mobileNumber"), field(controls.mobile, mobile)),
    text("designation", "Designation", { id: "designation", maxlength: "150", "aria-label": "Designation input" }),
  ];
}

async function send(controls) {
  const details = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
  try {
    await post(PATH, { request: { profileDetails: details } });
    location.assign("/page/home");
  } catch (error) {
    snackError(error.refusal ?? "Something went wrong, please try again later!");
  }
}

/** The page behind the login. */
export function openHome(root) {
  const known = person();
  root.replaceChildren(
    el(
      "main",
      { class: "sheet" },
      el("h1", {}, `Welcome, ${known.firstname}`),
      el("p", {}, "You are logged in to the practice portal."),
      el("p", {}, "Training modules would stand here."),
      el("a", { class: "button", href: "/static-home" }, "Leave"),
    ),
  );
}
