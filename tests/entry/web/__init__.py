"""The web pages, asked over real HTTP."""
