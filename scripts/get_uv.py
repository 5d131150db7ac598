"""Fetches uv, the tool that sets everything else up, for machines that do not have it.

Debian's bare python3 has neither pip nor ensurepip, so this uses the standard library alone. The wheel is
taken from PyPI by name and accepted only if its SHA-256 is one that is listed here.

usage: get_uv.py FOLDER      writes FOLDER/uv
"""

import hashlib
import io
import json
import platform
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

VERSION = "0.13.9"
INDEX = "https://pypi.org/simple/uv/"

# (system, machine) -> (the platform part of the wheel's name, its SHA-256)
WHEELS = {
    ("Linux", "x86_64"): (
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    ("Linux", "aarch64"): (
        "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
    ("Darwin", "x86_64"): (
        "macosx_10_12_x86_64",
        "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    ),
    ("Darwin", "arm64"): (
        "macosx_11_0_arm64",
        "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
    ),
}


def fetch(url: str, accept: str = "*/*") -> bytes:
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return bytes(answer.read())


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.version_info < (3, 11):  # noqa: UP036  (whatever python3 the machine has)
        sys.exit(f"ClaimDesk needs Python 3.11 or newer; this python3 is {platform.python_version()}.")
    key = (platform.system(), platform.machine())
    if key not in WHEELS:
        sys.exit(f"No uv is known for {' '.join(key)}. Install uv {VERSION} yourself and run make again.")
    tag, digest = WHEELS[key]
    name = f"uv-{VERSION}-py3-none-{tag}.whl"
    print(f"Fetching uv {VERSION} (once)...", file=sys.stderr)
    try:
        index = json.loads(fetch(INDEX, "application/vnd.pypi.simple.v1+json"))
        url = next(f["url"] for f in index["files"] if f["filename"] == name)
        wheel = fetch(url)
    except (urllib.error.URLError, StopIteration, ValueError) as error:
        sys.exit(f"Could not fetch uv: {error}. Is there a network? Installing uv by hand helps as well.")
    if hashlib.sha256(wheel).hexdigest() != digest:
        sys.exit("The uv that arrived is not the one expected (its hash differs); nothing was installed.")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / "uv.new"
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        new.write_bytes(archive.read(f"uv-{VERSION}.data/scripts/uv"))
    new.chmod(0o755)
    new.replace(folder / "uv")


if __name__ == "__main__":
    main()
