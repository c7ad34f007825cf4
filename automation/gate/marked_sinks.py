"""Places on this machine where the self-test's marked requests would arrive if the gate did not hold them."""

from __future__ import annotations

import asyncio
from typing import Any

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
    """A TCP and a UDP sink on loopback. `arrived` is the first line of whatever came."""

    def __init__(self) -> None:
        self._arrived: list[str] = []
        self._tcp = self._udp = 0

    @classmethod
    async def open(cls) -> Sinks:
        """Start listening."""
        sinks = cls()
        server = await asyncio.start_server(sinks._connected, "127.0.0.1", 0)
        sinks._tcp = server.sockets[0].getsockname()[1]
        loop = asyncio.get_running_loop()
        heard = asyncio.Event()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Udp(sinks._arrived, heard), local_addr=("127.0.0.1", 0)
        )
        sinks._udp = transport.get_extra_info("sockname")[1]
        transport.sendto(b"probe", ("127.0.0.1", sinks._udp))
        async with asyncio.timeout(_PROBE_SECONDS):
            await heard.wait()  # it does take note of what comes
        sinks._arrived.clear()
        return sinks

    def addresses(self) -> dict[str, Any]:
        """The ports."""
        return {"tcp": self._tcp, "udp": self._udp}

    def arrived(self) -> list[str]:
        """What came so far."""
        return list(self._arrived)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._arrived.append((await reader.readline()).decode("latin-1").strip())
        while (await reader.readline()).strip():
            pass
        writer.write(_HEAD % len(_PAGE) + _PAGE)
        writer.close()
