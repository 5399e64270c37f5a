"""The API of campaigns: whose rows, at what cost, and what it says whole."""

from datetime import date

import pytest

from tests import factories as make
from tests.contracts import DetailRoute, ListRoute
from tests.emulation.test_ranking import announce

API = "/api/v1/"


class Rows:
    """Rows of schools that the commune manages, all in one campaign."""

    route = ""

    @property
    def url(self):
        return f"{API}{self.route}/"

    def mark(self, row):
        return f'"id":{row.pk},'

    def school(self, commune):
        return make.institution(commune=commune)

    def entry(self, commune):
        if not hasattr(self, "campaign"):
            self.campaign = make.campaign()
            self.items = list(
                self.campaign.sets.get().criteria_set.groups.first().criteria.all()
            )
        entry = make.campaign_entry(self.campaign, self.school(commune))
        for criterion in self.items:
            for item in criterion.items.all():
                make.answer(entry, item)
        return entry


class Detail(DetailRoute):
    def address(self, row):
        return f"{self.url}{row.pk}/"


class Entries(Rows):
    route = "campaign-entries"

    def make_row(self, commune):
        return self.entry(commune)

    def mark(self, row):
        return f'"id":{row.pk},"campaign"'


class TestEntryList(Entries, ListRoute):
    pass


class TestEntryDetail(Entries, Detail):
    pass


class TestStandingList(Rows, ListRoute):
    route = "standings"

    def make_row(self, commune):
        return make.standing(self.entry(commune))

    def mark(self, row):
        return f'"id":{row.pk},"campaign"'


class TestInitiativeList(Rows, ListRoute):
    route = "initiatives"

    def make_row(self, commune):
        return make.initiative(self.school(commune))


class TestPressList(Rows, ListRoute):
    route = "press"

    def make_row(self, commune):
        return make.press_subscription(self.school(commune))


class TestArticleList(Rows, ListRoute):
    route = "press-articles"

    def make_row(self, commune):
        return make.press_article(self.school(commune))


class TestTeamList(Rows, ListRoute):
    route = "teams"

    def make_row(self, commune):
        return make.team(commune)


class TestSessionList(Rows, ListRoute):
    route = "course-sessions"

    def make_row(self, commune):
        return make.course_session(commune)


class TestLearnersList(Rows, ListRoute):
    route = "course-learners"

    def make_row(self, commune):
        return make.course_session(commune, learners={"villager": 20}).learners.get()


class TestCriteriaSetList(Rows, ListRoute):
    route = "criteria-sets"
    open_to_all = True

    def make_row(self, commune):
        return make.campaign().sets.get().criteria_set

    def mark(self, row):
        return f'"code":"{row.code}"'


class TestCampaignList(Rows, ListRoute):
    route = "campaigns"
    open_to_all = True

    def make_row(self, commune):
        return make.campaign()

    def mark(self, row):
        return f'"code":"{row.code}"'


@pytest.fixture
def reference(db):
    make.reference()


def read(client, account, address):
    client.force_login(account)
    return client.get(f"{API}{address}")


def ids(client, account, address):
    return [row["id"] for row in read(client, account, address).json()["results"]]


def test_reviews_follow_the_rules_of_blind_marking(reference, client):
    campaign = make.campaign()
    school = make.institution()
    entry = make.campaign_entry(campaign, school)
    first, second = make.official(), make.official()
    open_one = make.review(entry, first, finished=False)
    done = make.review(entry, second, slot=2)
    seen = {
        "first, not finished": ids(client, first, "campaign-reviews/"),
        "second, finished": ids(client, second, "campaign-reviews/"),
        "clerk": ids(client, make.clerk(school), "campaign-reviews/"),
        "commune": ids(client, make.owner(school.commune), "campaign-reviews/"),
        "admin": ids(client, make.admin(), "campaign-reviews/"),
    }
    assert seen == {
        "first, not finished": [open_one.pk],
        "second, finished": [done.pk],
        "clerk": [],
        "commune": [],
        "admin": [open_one.pk, done.pk],
    }


def test_no_route_names_a_reviewer(reference, client):
    entry = make.campaign_entry(make.campaign())
    reviewer = make.official(first_name="Nguyễn", last_name="Thị Chấm")
    review = make.review(entry, reviewer)
    row = read(client, make.admin(), f"campaign-reviews/{review.pk}/").json()
    assert set(row) == {
        "id",
        "entry",
        "stage",
        "slot",
        "assigned_at",
        "finished_at",
        "comment",
        "marks",
    }


def test_standings_open_to_all_with_the_announcement(reference, client):
    campaign = make.campaign()
    standing = make.standing(make.campaign_entry(campaign))
    stranger = make.stranger()
    before = ids(client, stranger, "standings/")
    announce(campaign)
    assert (before, ids(client, stranger, "standings/")) == ([], [standing.pk])


def test_what_is_in_preparation_is_the_departments_alone(reference, client):
    draft = make.campaign(launched=False)
    criteria = draft.sets.get().criteria_set
    seen = {
        account.role: (
            ids(client, account, "campaigns/"),
            ids(client, account, f"criteria-sets/?code={criteria.code}"),
            read(client, account, f"campaigns/{draft.code}/").status_code,
        )
        for account in (make.official(), make.stranger())
    }
    assert seen == {
        "official": ([draft.pk], [criteria.pk], 200),
        "commune_head": ([], [], 404),
    }


def test_an_entry_says_its_answers_and_a_set_its_items(reference, client):
    campaign = make.campaign()
    criteria = campaign.sets.get().criteria_set
    entry = make.campaign_entry(campaign)
    item = make.item(criteria, "A3")
    make.answer(entry, item, 20, 100)
    row = read(client, make.official(), f"campaign-entries/{entry.pk}/").json()
    [answer] = row["answers"]
    answer.pop("written_at")
    assert answer == {
        "item": item.pk,
        "item_code": "A3",
        "amount": "20.00",
        "out_of": "100.00",
        "note": "",
        "measured_at": None,
    }
    nested = read(client, make.official(), f"criteria-sets/{criteria.pk}/").json()
    codes = [
        [item["code"] for criterion in group["criteria"] for item in criterion["items"]]
        for group in nested["groups"]
    ]
    assert codes == [
        ["A1", "A2a", "A2b", "A3", "A4", "A5"],
        ["B1", "B2a", "B2b", "B3", "B4", "B5"],
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=khanh khe", ["TH Khánh Khê"]),
        ("state=draft", ["TH Bình Gia"]),
        ("campaign=khong-co", []),
    ],
)
def test_filters_of_entries(reference, client, query, names):
    campaign = make.campaign()
    schools = [make.institution(name=name) for name in ("TH Khánh Khê", "TH Bình Gia")]
    first, _second = (make.campaign_entry(campaign, school) for school in schools)
    make.handed_in(first)
    rows = read(client, make.official(), f"campaign-entries/?{query}").json()
    assert [row["name"] for row in rows["results"]] == names


def test_a_misspelt_filter_is_refused_rather_than_ignored(reference, client):
    routes = ("campaigns", "criteria-sets", "courses", "teams", "standings")
    official = make.official()
    met = {
        name: read(client, official, f"{name}/?nam=2025").status_code for name in routes
    }
    assert met == dict.fromkeys(routes, 400)


def test_press_says_what_was_published_when(reference, client):
    article = make.press_article(make.institution(), published_on=date(2025, 11, 20))
    row = read(client, make.official(), f"press-articles/{article.pk}/").json()
    assert (row["published_on"], row["institution"]) == (
        "2025-11-20",
        article.institution.code,
    )
