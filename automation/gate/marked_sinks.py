"""Places on this machine where the self-test's marked requests would arrive if the gate did not hold them."""

from __future__ import annotations

import asyncio

_PROBE_SECONDS = 2.0
_PAGE = b"<!doctype html><title>gate</title><link rel=icon href=data:,><p>The gate tests itself."
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, arrived: list[str], heard: asyncio.Event) -> None:
        self._arrived, self._heard = arrived, heard

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 (the protocol's signature)
        self._arrived.append(f"UDP {len(data)}")
        self._heard.set()


class Sinks:
    """A TCP and a UDP sink on loopback, at these `ports`. `arrived` is the first line of whatever came so far."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.ports: dict[str, int] = {}

    @classmethod
    async def open(cls) -> Sinks:
        """Start listening."""
        sinks = cls()
        server = await asyncio.start_server(sinks._connected, "127.0.0.1", 0)
        loop = asyncio.get_running_loop()
        heard = asyncio.Event()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Udp(sinks.arrived, heard), local_addr=("127.0.0.1", 0)
        )
        udp = transport.get_extra_info("sockname")
        sinks.ports = {"tcp": server.sockets[0].getsockname()[1], "udp": udp[1]}
        transport.sendto(b"probe", udp)
        async with asyncio.timeout(_PROBE_SECONDS):
            await heard.wait()  # it does take note of what comes
        sinks.arrived.clear()
        return sinks

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.arrived.append((await reader.readline()).decode("latin-1").strip())
        while (await reader.readline()).strip():
            pass
        writer.write(_HEAD % len(_PAGE) + _PAGE)
        writer.close()
