"""`python -m dementi` is `dementi`."""

from dementi.cli import main

main()
