// The login page: the radio buttons choose between its two forms, and one of the two ways to a new password is revealed.
import { on } from "./switches.js";

const ways = document.querySelectorAll("[data-way]");

for (const choice of document.querySelectorAll("input[name=loginWith]")) {
  choice.addEventListener("change", () => {
    for (const way of ways) way.hidden = way.dataset.way !== choice.value;
  });
}

// The portal's own page for it, or the login server's (FACTS §12.3); the theme shows neither before this.
const forgot = document.getElementById(on("forgot-at-login-server") ? "fgtKeycloakFlow" : "fgtPortalFlow");
if (forgot) {
  forgot.classList.remove("hide");
  const { leads } = forgot.dataset;
  const here = `${location.origin}${location.pathname}`;
  if (leads) forgot.addEventListener("click", () => location.assign(`${leads}${location.search}&error_callback=${here}`));
}
