// The login's countdown, which is three minutes whatever the portal's settings say; then the OTP can be sent again.
const SECONDS = 180;
const shown = document.querySelector("#countdown");
let left = SECONDS;

const timer = setInterval(() => {
  left -= 1;
  shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (left > 0) return;
  clearInterval(timer);
  document.querySelector("#resendOTP").disabled = false;
}, 1000);
