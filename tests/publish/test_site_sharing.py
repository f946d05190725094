"""Several processes at one socket: a process that has enough to do leaves connections to the others."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator

import pytest
import uvicorn

from corpus.web.asgi import Receive, Scope, Send
from publish.site import sharing
from publish.site.sharing import AT_ONCE, SharingLoop, counted

READERS = 32
FAILING = 8
REQUEST = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
START = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
BODY = {"type": "http.response.body", "body": b"ok"}


async def held(begun: list[int], go_on: asyncio.Event, send: Send) -> None:
    """An answer that takes as long as it is told to."""
    begun.append(1)
    await go_on.wait()
    await send(START)
    await send(BODY)


async def until_all_began(begun: list[int], go_on: asyncio.Event) -> None:
    await until(lambda: len(begun) == READERS)
    go_on.set()


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=READERS) as made:
        yield made


def test_what_a_process_has_no_time_for_waits_at_the_socket_and_is_answered(
    listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "PATIENCE", 60)

    async def watching(begun: list[int], go_on: asyncio.Event) -> None:
        await until(lambda: len(begun) >= AT_ONCE)
        await asyncio.sleep(0.2)  # in which it could take all the others
        assert len(begun) <= AT_ONCE + 4  # some were on their way
        go_on.set()

    assert served(listening, held, watching) == READERS


def test_slow_pages_keep_nobody_waiting_for_ever(listening: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PATIENCE", 0.01)

    assert served(listening, held, until_all_began) == READERS


def test_readers_on_slow_lines_keep_nobody_waiting(listening: socket.socket) -> None:
    async def answering(begun: list[int], go_on: asyncio.Event, send: Send) -> None:
        begun.append(1)
        await send(START)
        await go_on.wait()
        await send(BODY)

    assert served(listening, answering, until_all_began) == READERS


def test_an_answer_that_fails_makes_room_too(listening: socket.socket) -> None:
    async def answering(begun: list[int], go_on: asyncio.Event, send: Send) -> None:
        begun.append(1)
        if len(begun) <= FAILING:
            raise RuntimeError("what a fault of ours would do")
        await send(START)
        await send(BODY)

    assert served(listening, answering, until_all_began) == READERS - FAILING


Answering = Callable[[list[int], asyncio.Event, Send], Awaitable[None]]
Watching = Callable[[list[int], asyncio.Event], Awaitable[None]]


def served(listening: socket.socket, answering: Answering, watching: Watching) -> int:
    """Serve so many readers as uvicorn does in each of several processes; returns how many were answered well."""

    async def whole() -> int:
        begun: list[int] = []
        go_on = asyncio.Event()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await answering(begun, go_on, send)

        loop = asyncio.get_running_loop()
        assert isinstance(loop, SharingLoop)
        server = uvicorn.Server(uvicorn.Config(counted(app, loop), log_level="critical", lifespan="off"))
        readers = [asyncio.create_task(read(listening.getsockname())) for _ in range(READERS)]
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await watching(begun, go_on)
        answers = await asyncio.gather(*readers)
        server.should_exit = True
        await serving
        return sum(answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"ok") for answer in answers)

    with asyncio.Runner(loop_factory=SharingLoop) as runner:
        return runner.run(whole())


async def read(address: tuple[str, int]) -> bytes:
    reader, writer = await asyncio.open_connection(*address)
    writer.write(REQUEST)
    answer = await reader.read()
    writer.close()
    return answer


async def until(happens: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not happens():
            await asyncio.sleep(0.01)
