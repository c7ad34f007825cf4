"""Proves at every start that the browser has no way round the gate; nothing can skip it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.browser.finder import proxied
from automation.gate.policy import Policy, Read
from automation.model import RefusedError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from automation.gate.control import Gate, GateProcess

PATIENCE_MS = 5000.0
_MARKERS = ("marker-post", "marker-socket", "marker-download")
_FIRE = """async ([place, udp]) => {
  const settled = [];
  const done = () => new Promise(resolve => settled.push(resolve));
  const code = `const s = new WebSocket("${place.replace('http', 'ws')}/marker-socket");
    s.onopen = s.onerror = s.onclose = () => postMessage(1);`;
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  const heard = new Promise(resolve => { worker.onmessage = resolve; });
  const posted = fetch(`${place}/marker-post`, {method: 'POST', body: 'marker'}).then(() => 1, () => 1);
  const link = document.createElement('a');
  link.href = `${place}/marker-download`;
  link.download = 'marker';
  link.click();
  const peer = new RTCPeerConnection({iceServers: [{urls: `stun:127.0.0.1:${udp}`}]});
  peer.createDataChannel('marker');
  const gathered = new Promise(resolve => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
  });
  await peer.setLocalDescription();
  await Promise.all([heard, posted, Promise.race([gathered, new Promise(resolve => setTimeout(resolve, 400))])]);
}"""


def prove(browser: Browser, gate: GateProcess) -> None:
    """Load an allowed page, then fire marked requests which must not arrive.

    Raises RefusedError when the page does not load, a marker was not even tried, or anything arrived.
    """
    sinks = gate.ask("sinks")
    place = f"http://127.0.0.1:{sinks['tcp']}"
    way = gate.open(Policy(reads=(Read("GET", place, "/allowed"),)))
    context = browser.new_context(proxy=proxied(way.proxy), accept_downloads=False)
    try:
        problem = _fire(context, way, place, sinks["udp"])
    finally:
        context.close()
        way.close()
    arrived = gate.ask("arrived")["arrived"]
    if arrived != ["GET /allowed HTTP/1.1"]:
        problem = problem or f"{', '.join(arrived)} went out" if arrived else problem or "nothing arrived at all"
    if problem:
        raise RefusedError(
            f"The gate does not hold in this browser ({problem}), so nothing was looked at; use another browser."
        )


def _fire(context: BrowserContext, way: Gate, place: str, udp: int) -> str:
    """What went wrong; blank when the page loaded and the gate refused every marker."""
    from playwright.sync_api import Error

    page = context.new_page()
    way.browse()
    try:
        page.goto(f"{place}/allowed", wait_until="commit", timeout=PATIENCE_MS)
        page.evaluate(_FIRE, [place, udp])
    except Error as error:
        return f"the page that may load did not: {error.message.splitlines()[0]}"
    return ""
