"""Every page with a table or a chart, and what can be taken away from it."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.access.world import World, addresses
from tests.exports.inventory import EXCEPTIONS, EXPORTS

pytestmark = pytest.mark.django_db
OUR_OWN = ("admin:", "api-", "account_", "mfa_")
TYPES = {
    "csv": "text/csv",
    "xlsx": "spreadsheetml",
    "png": "image/png",
    "svg": "image/svg+xml",
}
DRAWINGS = ("data-plot", "data-cell-map")


class Places(HTMLParser):
    """Sections of a page: how many tables and drawings each has, and its exports."""

    def __init__(self):
        super().__init__()
        self.open, self.found, self.links = [], [], set()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("main", "section"):
            name = attrs.get("aria-labelledby") or attrs.get("aria-label") or tag
            place = {"name": name, "shown": 0, "exports": set()}
            self.found.append(place)
            self.open.append((tag, place))
        if not self.open:
            return
        place = self.open[-1][1]
        if tag == "table" or any(one in attrs for one in DRAWINGS):
            place["shown"] += 1
        query = parse_qs(urlsplit(attrs.get("href") or "").query)
        if tag == "a" and "export" in query:
            keys = query.get("chart") or query.get("table") or [""]
            place["exports"].add((keys[0], query["export"][0]))
            self.links.add(attrs["href"])

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()


def places(response):
    reader = Places()
    reader.feed(response.content.decode())
    return [one for one in reader.found if one["shown"]]


def whole_page(response):
    reader = Places()
    reader.feed(response.content.decode())
    main = next(one for one in reader.found if one["name"] == "main")
    return {(key, kind) for key, kind in main["exports"] if not key}


def looked_at(client, account, world):
    """{page: {section: its exports}} of every page that shows a table or a drawing."""
    client.force_login(account)
    found = {}
    for name, address in addresses(world).items():
        if name.startswith(OUR_OWN) or name == "readyz":
            continue
        response = client.get(address)
        kind = response.get("Content-Type", "")
        if response.status_code == 200 and kind.startswith("text/html"):
            shown = {one["name"]: one["exports"] for one in places(response)}
            # A file of the whole page is offered at its head.
            for exports in shown.values():
                exports |= whole_page(response)
            if shown:
                found[name] = shown
    return found


@pytest.mark.parametrize("role", ["admin", "owner"])
def test_no_table_and_no_drawing_stays_on_the_page(role, client):
    world = World()
    bare = {
        f"{page} {section}"
        for page, sections in looked_at(client, world.accounts[role], world).items()
        for section, exports in sections.items()
        if not exports
    }
    missing = sorted(bare - set(EXCEPTIONS))
    assert missing == [], "\n".join(missing)


def test_every_page_offers_what_the_inventory_says(client):
    world = World()
    found = {}
    for page, sections in looked_at(client, world.accounts["admin"], world).items():
        keys = {key for exports in sections.values() for key, _kind in exports}
        if keys:
            found[page] = sorted(keys)
    assert {page: found.get(page) for page in EXPORTS} == EXPORTS


def test_every_file_of_the_inventory_is_given(client):
    """Every link is followed: a file with its title and source, of the kind it says."""
    world = World()
    client.force_login(world.accounts["admin"])
    places_of, met = addresses(world), {}
    for page in EXPORTS:
        reader = Places()
        reader.feed(client.get(places_of[page]).content.decode())
        for link in sorted(reader.links):
            response = client.get(f"{places_of[page].split('?')[0]}{link}")
            kind = parse_qs(link[1:])["export"][0]
            assert response["Content-Disposition"].endswith(f'.{kind}"'), (page, link)
            assert TYPES[kind] in response["Content-Type"]
            content = b"".join(response)
            met[kind] = met.get(kind, 0) + 1
            if kind == "csv":
                head = content.decode("utf-8-sig").splitlines()[:2]
                assert head[0].startswith(("Bảng,", '"Bảng",')), (page, link)
                assert head[1].startswith("Nguồn,Sở Giáo dục và Đào tạo")
    assert set(met) == set(TYPES)
