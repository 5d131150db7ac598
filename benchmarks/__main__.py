"""`make bench`: runs the benchmarks one after the other, each in a process of its own.

`make bench ARGS="matching --large"` runs one of them; what starts with a dash is handed on to it.
"""

import subprocess
import sys

BENCHMARKS = ("figures", "attributions", "relations", "matching", "inline")


def main() -> int:
    """Runs what the command line names, or all. Returns 0 if every one came to its end."""
    words = sys.argv[1:]
    options = [word for word in words if word.startswith("-")]
    names = [word for word in words if not word.startswith("-")] or list(BENCHMARKS)
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        sys.stderr.write(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}\n")
        return 2
    failed = 0
    for name in names:
        print(f"== {name}", flush=True)
        failed += (
            subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=False).returncode
            != 0
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
