"""Pages are fetched from out on the internet only, in small parts, and never for long."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot import download
from bot.download import MOST, Address, RefusedError, fetch, is_public

PAGE = b"<html><head><title>Water in Tarvel</title></head></html>"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::8", False),
        ("::ffff:10.0.0.8", False),
        ("2002:a00:8::1", False),
        ("64:ff9b::a00:8", False),
        ("64:ff9b::5db8:d70e", True),
    ],
)
def test_which_addresses_are_out_on_the_internet(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/",
        "http://localhost/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://[::1]:8080/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://somebody:secret@93.184.215.14/",
        "http://93.184.215.14:22/",
        "ftp://93.184.215.14/a",
        "file:///etc/passwd",
        "http:///nothing",
        "http://no-such-name.invalid/",
        "http://[broken/",
        "no link",
    ],
)
async def test_what_leads_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        await fetch(url)


Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(answer: Answer) -> AsyncIterator[tuple[str, list[str]]]:
    """A web server on this machine. Yields its address, and the requests that it gets."""
    asked: list[str] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        asked.append(request)
        try:
            await answer(request.split(" ")[1], writer)
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with listening:
        yield f"localhost:{listening.sockets[0].getsockname()[1]}", asked


def loopback(address: Address) -> bool:
    """What the tests may reach: this machine, under one of its addresses."""
    return address == ipaddress.ip_address("127.0.0.1") or address == ipaddress.ip_address("::1")


def says(writer: asyncio.StreamWriter, status: str, headers: str, body: bytes = b"") -> None:
    writer.write(f"HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n".encode() + body)


async def test_a_page_is_fetched_by_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        if path == "/old":
            says(writer, "302 Found", "Location: /new?a=1#part\r\n")
        else:
            says(writer, "200 OK", "Content-Type: text/html; charset=utf-8\r\n", PAGE)

    checked: list[Address] = []

    def may_reach(address: Address) -> bool:
        checked.append(address)
        return loopback(address)

    async with server(answer) as (host, asked):
        name, _, port = host.partition(":")
        page = await fetch(f"http://127.0.0.1:{port}/old", may_reach)
        assert (page.content, page.kind) == (PAGE, "text/html; charset=utf-8")
        assert page.url == f"http://127.0.0.1:{port}/new?a=1#part"
        assert [request.split("\r\n")[0] for request in asked] == [
            "GET /old HTTP/1.1",
            "GET /new?a=1 HTTP/1.1",
        ]
        assert f"Host: 127.0.0.1:{port}" in asked[0]
        assert "Cookie" not in asked[0]
        assert len(checked) == 2, "each redirect is checked like the first link"
        assert name == "localhost"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "not public"),
        ("//10.0.0.8/", "not public"),
        ("file:///etc/passwd", "only plain http"),
        ("/again", "too many redirects"),
    ],
)
async def test_a_redirect_leads_nowhere_else_either(location: str, why: str) -> None:
    async def answer(_: str, writer: asyncio.StreamWriter) -> None:
        says(writer, "301 Moved", f"Location: {location}\r\n")

    async with server(answer) as (host, _):
        with pytest.raises(RefusedError, match=why):
            await fetch(f"http://127.0.0.1:{host.partition(':')[2]}/", loopback)


async def test_a_page_without_end_is_cut_and_a_silent_server_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(path: str, writer: asyncio.StreamWriter) -> None:
        if path == "/silent":
            await asyncio.sleep(60)
        says(writer, "200 OK", "Content-Type: text/html\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with server(endless) as (host, _):
        base = f"http://127.0.0.1:{host.partition(':')[2]}"
        assert len((await fetch(f"{base}/", loopback)).content) == MOST
        monkeypatch.setattr(download, "SECONDS", 0.2)
        with pytest.raises(RefusedError):
            await fetch(f"{base}/silent", loopback)


@pytest.mark.parametrize(
    ("status", "headers"), [("404 Not Found", ""), ("200 OK", "Content-Encoding: gzip\r\n"), ("garbage", "")]
)
async def test_what_is_no_plain_page_is_refused(status: str, headers: str) -> None:
    async def answer(_: str, writer: asyncio.StreamWriter) -> None:
        says(writer, status, headers, PAGE)

    async with server(answer) as (host, _):
        with pytest.raises(RefusedError):
            await fetch(f"http://127.0.0.1:{host.partition(':')[2]}/", loopback)
