"""`python -m briefing`."""

from briefing.entry.cli import main

main()
