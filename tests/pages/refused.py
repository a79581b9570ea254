"""Pages that are no report, in the manner of the systems that make them; names, hosts and words are invented."""

from __future__ import annotations

from tests.pages.checks import CHECKS, FORMS
from tests.pages.consent_pages import CONSENT
from tests.pages.error_pages import ERRORS
from tests.pages.lists import LISTS
from tests.pages.media import MEDIA
from tests.pages.paywalls import PAYWALLS
from tests.pages.sites import EMPTY, SITE

REFUSED = (*CONSENT, *CHECKS, *FORMS, *ERRORS, *LISTS, *MEDIA, *PAYWALLS, *SITE, *EMPTY)
