"""Where the ``seosik`` command begins: Ctrl-C is heard before anything else is loaded."""

from __future__ import annotations

import sys

from api.stopping import Stopped, stoppable


def main() -> None:
    """Run the command line, which ends the program with its exit status."""
    with stoppable():
        try:
            from api.cli.main import main as command
        except Stopped as stop:
            sys.stderr.write(f"{stop.message}\n")
            sys.exit(stop.status)
        command()


if __name__ == "__main__":
    main()
