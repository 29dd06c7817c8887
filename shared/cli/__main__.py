"""`python -m shared.cli`: the same as the command `madoguchi`."""

from shared.cli.main import main

main()
