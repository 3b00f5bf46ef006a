"""`python -m tei_edition` is the command."""

from tei_edition.cli import main

main(prog_name="tei-edition")
