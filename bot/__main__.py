"""The `claimdesk` command, also `python -m bot`."""

import os
import sys

from bot.cli import claimdesk
from bot.errors import explain


def main() -> None:
    """Runs the command line. Whatever a user can cause ends in one plain sentence, never in a traceback."""
    try:
        code = claimdesk.main(prog_name="claimdesk", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough (`claimdesk check ... | head`). Nothing more can be said there,
        # and Python would complain about that when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except (Exception, KeyboardInterrupt) as error:
        problem = explain(error)
        if problem is None:
            raise
        sys.stderr.write(f"claimdesk: {problem.sentence}\n")
        code = problem.exit_code
    sys.exit(code)


if __name__ == "__main__":
    main()
