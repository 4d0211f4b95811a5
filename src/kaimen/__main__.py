"""`python -m kaimen`."""

from kaimen.cli import main

main()
