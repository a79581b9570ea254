"""The archive as whoever asks over HTTP sees it."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from briefing import wiring
from briefing.config import load_config
from briefing.core import codec
from briefing.entry.cli_serve import make_site
from briefing.entry.web.app import Server, application
from briefing.model import Brief, Edition, Recipe, Section, Slot
from briefing.ports import Store
from tests import editions
from tests.browser import missing_policy  # noqa: F401
