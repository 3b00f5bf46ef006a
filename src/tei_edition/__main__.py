"""`python -m tei_edition` is the command."""

import os
import sys

# Python has put the current folder first among those that it takes modules from, and that may be
# the folder of an edition. `python -P -m tei_edition` does not even look there for this package.
if not sys.flags.safe_path and sys.path and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109
    del sys.path[0]

from tei_edition.cli import main

main(prog_name="tei-edition")
