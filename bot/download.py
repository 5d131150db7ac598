"""Fetches a page that a stranger's link names, and nothing else: within limits, and never from this network.

A name is resolved once, every address is checked, and the connection goes to the checked address: a name that
resolves differently a moment later (DNS rebinding) gains nothing. Each redirect is a link like the first.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

SECONDS = 8
"""For all of it, redirects included."""
REDIRECTS = 4
MOST = 256 * 1024
"""Bytes. The rest of a longer page is left out."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
AGENT = "Mozilla/5.0 (compatible; ClaimDesk; reads the titles of sources)"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(Exception):
    """The link is not fetched, or the page cannot be had; the message says why."""


@dataclass(frozen=True)
class Page:
    """The beginning of a page, at most MOST bytes; `kind` is its content type as the server says it."""

    url: str
    kind: str
    content: bytes


def is_public(address: Address) -> bool:
    """Whether an address is out on the internet, also the one that is wrapped in an IPv6 address.

    Not: 127.0.0.1, 10.0.0.8, 169.254.169.254 (a cloud's secrets), ::1, fe80::1, ::ffff:10.0.0.8, 64:ff9b::a00:8
    """
    inside: list[Address] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        inside += [each for each in wrapped if each is not None]
        if address in NAT64:
            inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(each.is_global and not each.is_multicast for each in inside)


async def fetch(url: str, may_reach: Callable[[Address], bool] = is_public) -> Page:
    """The page behind a link. Raises RefusedError; whatever goes wrong on the way is one too."""
    try:
        async with asyncio.timeout(SECONDS), httpx.AsyncClient(trust_env=False, timeout=SECONDS) as client:
            for _ in range(REDIRECTS + 1):
                found = await _request(client, url, may_reach)
                if isinstance(found, Page):
                    return found
                url = found
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise RefusedError(f"{type(error).__name__}: {error}") from None
    raise RefusedError("too many redirects")


async def _request(client: httpx.AsyncClient, url: str, may_reach: Callable[[Address], bool]) -> Page | str:
    """One request: the page, or the link that it leads to."""
    wanted = httpx.URL(url)
    address = await _resolved(wanted, may_reach)
    # The connection goes to the address; the name is for the server, and for its certificate.
    request = client.build_request(
        "GET",
        wanted.copy_with(host=str(address), fragment=None),
        headers={
            "Host": wanted.netloc.decode(),
            "User-Agent": AGENT,
            "Accept": "text/html,application/xhtml+xml",
            "Accept-Encoding": "identity",
        },
        extensions={"sni_hostname": wanted.raw_host.decode()},
    )
    response = await client.send(request, stream=True)
    try:
        if response.has_redirect_location:
            return urljoin(url, response.headers["location"])
        if response.status_code != httpx.codes.OK:
            raise RefusedError(f"the server says {response.status_code}")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise RefusedError("the page is packed, though it was not asked to be")
        return Page(url, response.headers.get("content-type", ""), await _beginning(response))
    finally:
        await response.aclose()


async def _beginning(response: httpx.Response) -> bytes:
    content = b""
    async for part in response.aiter_raw():
        content += part[: MOST - len(content)]
        if len(content) >= MOST:
            break
    return content


async def _resolved(url: httpx.URL, may_reach: Callable[[Address], bool]) -> Address:
    """The address to connect to. Refuses where any address of the name is not out on the internet."""
    port = url.port or {"http": 80, "https": 443}.get(url.scheme, 0)
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise RefusedError("only plain http and https links are fetched")
    if port < 1024 and port not in (80, 443):
        raise RefusedError(f"port {port} is no web server's")
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(url.raw_host.decode(), port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_, place in found]
    if not addresses or not all(may_reach(address) for address in addresses):
        raise RefusedError("the link leads into a network that is not public")
    return addresses[0]
