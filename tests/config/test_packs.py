"""The ready lists of feeds: what a stranger may count on."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from babel import Locale

from briefing.assets import default_config
from briefing.config.packs import owners_of, pack_for, packs, packs_named
from briefing.config.values import check_line, check_timezone, check_web_address, same_feed
from briefing.config.yaml_file import read_yaml
from briefing.core.urls import host
from briefing.errors import ConfigError

PACKS = list(packs().values())
LISTED = list(chain.from_iterable(pack.feeds for pack in PACKS))
SHIPPED = read_yaml(default_config()).data


def test_there_are_feeds_enough_in_countries_enough_each_listed_once() -> None:
    assert len(LISTED) >= 120
    assert len({each.country for each in LISTED} - {""}) >= 15
    assert len({each.language for each in LISTED}) >= 10
    addresses = [same_feed(each.feed.url) for each in LISTED]
    assert sorted(addresses) == sorted(set(addresses))


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_pack_has_voices_enough_and_can_be_read(pack) -> None:  # type: ignore[no-untyped-def]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", pack.name)
    assert len(pack.feeds) >= 4
    assert len({each.owner for each in pack.feeds}) >= 3
    territories = Locale("en").territories
    for each in pack.feeds:
        assert check_web_address(each.feed.url).startswith("https://")
        assert check_line(each.feed.name or "") == each.feed.name
        assert check_line(each.feed.section) == each.feed.section
        assert Locale.parse(each.language).english_name
        assert each.country == "" or (each.country in territories and re.fullmatch("[A-Z]{2}", each.country))
        assert each.hosts
        assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name) for name in each.hosts)
    for zone in pack.zones:
        check_timezone(zone)


def test_a_host_has_one_owner_and_the_same_as_in_the_shipped_configuration() -> None:
    owned: dict[str, str] = {}
    for each in LISTED:
        for name in each.hosts:
            assert owned.setdefault(name, each.owner) == each.owner
    for house, hosts in SHIPPED["owners"].items():
        for name in hosts:
            assert owned.get(name, house) == house


def test_a_feed_on_its_own_site_is_owned_by_the_house_of_that_site() -> None:
    owned = {name: each.owner for each in LISTED for name in each.hosts}
    for each in LISTED:
        parts = host(each.feed.url).split(".")
        around = [".".join(parts[n:]) for n in range(len(parts))]
        told = next((owned[name] for name in around if name in owned), None)
        assert told in (each.owner, None), each.feed.url


def test_no_two_packs_claim_the_same_clocks() -> None:
    zones = list(chain.from_iterable(pack.zones for pack in PACKS))
    assert sorted(zones) == sorted(set(zones))
    found = pack_for("Europe/Berlin")
    assert found is not None
    assert found.name == "germany"
    assert pack_for("Antarctica/Troll") is None


def test_a_pack_is_found_as_people_write_it_and_a_slip_is_answered_with_what_was_meant() -> None:
    assert [pack.name for pack in packs_named(["Germany", "us politics", "germany "])] == ["germany", "us-politics"]
    with pytest.raises(ConfigError, match='"germny" is no pack of feeds; did you mean germany') as raised:
        packs_named(["world", "germny", "x"])
    assert raised.value.hint
    assert "feeds packs" in raised.value.hint


def test_owners_are_the_houses_that_have_more_than_one_outlet() -> None:
    houses = owners_of(packs_named(["norway", "uk"]))
    assert houses["Schibsted"] == ("vg.no", "aftenposten.no", "bt.no", "aftonbladet.se", "svd.se")
    assert "NRK" not in houses
    assert list(houses) == sorted(houses, key=str.casefold)
