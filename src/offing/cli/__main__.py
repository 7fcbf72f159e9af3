"""`python -m offing.cli`, the same as `offing`."""

from offing.cli import main

main()
