"""Importing this loads all that extraction ever loads: for a process that is forked into many (`extraction_pool`)."""

from __future__ import annotations

from contextlib import suppress

from briefing.edges.trafilatura_extractor import TrafilaturaExtractor
from briefing.errors import ExtractError

with suppress(ExtractError):  # too short for a report, so everything is tried and loaded
    TrafilaturaExtractor().extract(
        b"<html><body><h1>Nothing</h1><p>Nothing has happened.</p></body></html>", "http://localhost/"
    )
