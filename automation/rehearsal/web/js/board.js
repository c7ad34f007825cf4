// The fault board: a tick switches a defect at once.
const said = document.getElementById("said");

async function send(path, body) {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  return answer.json();
}

for (const box of document.querySelectorAll(".faults input")) {
  box.addEventListener("change", async () => {
    const answer = await send("/rehearsal/defects", box.checked ? { on: [box.name] } : { off: [box.name] });
    said.textContent = answer.error ?? (answer.on.length ? `On: ${answer.on.join(", ")}` : "The portal is healthy.");
  });
}

document.getElementById("reset").addEventListener("click", async () => {
  await send("/rehearsal/reset", {});
  said.textContent = "Forgotten: messages, accounts, requests.";
});
