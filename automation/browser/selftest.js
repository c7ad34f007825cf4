// Fires the marked requests of the self-test: all of them go to sinks on this machine.

const GATHERED_MS = 250;

/** A worker's web socket; settled once it was opened or refused. */
const socket = (place) => {
  const code = `const socket = new WebSocket("${place.replace("http", "ws")}/marker-socket");
    socket.onopen = socket.onclose = () => postMessage(1);`;
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  return new Promise((resolve) => {
    worker.addEventListener("message", resolve);
  });
};

const download = (place) => {
  const link = document.createElement("a");
  link.href = `${place}/marker-download`;
  link.download = "marker";
  link.click();
};

/** A datagram to a STUN server; settled once the addresses are gathered, or after a moment. */
const datagram = async (udp) => {
  const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }] });
  peer.createDataChannel("marker");
  const gathered = new Promise((resolve) => {
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState === "complete") resolve();
    });
  });
  await peer.setLocalDescription();
  const over = new Promise((resolve) => {
    setTimeout(resolve, GATHERED_MS);
  });
  await Promise.race([gathered, over]);
};

/** All of them, to `place` and the UDP port. */
export const fire = async ([place, udp]) => {
  const heard = socket(place);
  const posted = fetch(`${place}/marker-post`, { method: "POST", body: "marker" }).catch(() => null);
  download(place);
  await Promise.all([heard, posted, datagram(udp)]);
};
