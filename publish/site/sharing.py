"""Several processes that serve one socket: who takes the next connection.

asyncio takes as many waiting connections at once as the backlog allows, so that whoever wakes first would get nearly
all of them. Here a process takes one when it has time for it; what nobody has time for waits at the socket, where the
first process that has answered something finds it. So those who come first are answered first, whoever answers.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from corpus.web.asgi import App, Message, Receive, Scope, Send

# Answers that a process prepares before it leaves further connections to others. Python does one thing at a time:
# several at once would each take as long as all of them, and a tenth longer.
AT_ONCE = 1
PATIENCE = 0.05  # seconds; then one is taken all the same: it may ask for less than what takes so long
AGAIN = 0.1  # seconds until the next try where a connection cannot be taken: too many files are open, say


class SharingLoop(asyncio.SelectorEventLoop):
    """The event loop of one process of several that listen to the same socket."""

    def __init__(self) -> None:
        super().__init__()
        self._preparing = 0
        self._room = asyncio.Event()
        self._room.set()
        self._taking: asyncio.Task[None] | None = None

    async def create_server(  # type: ignore[override] # of asyncio's many forms, the one that uvicorn calls
        self,
        protocol_factory: Callable[[], asyncio.Protocol],
        *,
        sock: socket.socket,
        backlog: int = 100,
        **options: Any,
    ) -> asyncio.Server:
        """As asyncio's, but connections are taken one at a time, and none while there is enough to do."""
        server = await super().create_server(protocol_factory, sock=sock, start_serving=False, **options)
        sock.listen(backlog)
        self._taking = self.create_task(self._take(protocol_factory, sock))  # ends with the loop
        return server

    async def _take(self, protocol_factory: Callable[[], asyncio.Protocol], sock: socket.socket) -> None:
        while True:
            await self._has_room()
            try:
                connection, _ = await self.sock_accept(sock)
                await self.connect_accepted_socket(protocol_factory, connection)
            except Exception as error:  # noqa: BLE001 - whatever one connection does, the next ones are taken
                self.call_exception_handler({"message": "A connection could not be taken.", "exception": error})
                await asyncio.sleep(AGAIN)

    async def _has_room(self) -> None:
        """Until there is time for another answer, or for so long that something that is quick may wait for it."""
        if not self._room.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._room.wait()

    def begin(self) -> None:
        """Another answer is being prepared."""
        self._preparing += 1
        if self._preparing >= AT_ONCE:
            self._room.clear()

    def end(self) -> None:
        """It is on its way, or will not come."""
        self._preparing -= 1
        if self._preparing < AT_ONCE:
            self._room.set()


def counted(app: App, loop: SharingLoop) -> App:
    """The application, of whose answers the loop knows how many are being prepared.

    Readers on slow lines keep nobody waiting: an answer is prepared when it begins to be sent, and what comes with a
    body, which may take its time, is not counted.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await app(scope, receive, send)
            return
        preparing = True

        def prepared() -> None:
            nonlocal preparing
            if preparing:
                preparing = False
                loop.end()

        async def sending(message: Message) -> None:
            prepared()
            await send(message)

        loop.begin()
        try:
            await app(scope, receive, sending)
        finally:
            prepared()

    return wrapped
