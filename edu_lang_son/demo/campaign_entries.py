"""Who takes part in the demo's campaigns, how good they are and how far they have come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from emulation.campaigns.blocks import Trait, formed, size_of
from emulation.models import Block, Entry, Participant
from schools.models import InstitutionKind

from .accounts import KHANH_KHE
from .copying import Table
from .workflow import LOCAL

TERRAIN = {"ward": 0.8, "lowland": 0.72, "upland": 0.63, "remote": 0.54}
# What a year of the campaign has brought on average.
PROGRESS = {0: -0.1, 1: 0.0, 2: 0.02}
RETURN_REASON = (
    "Minh chứng của tiêu chí 1.3 chưa mở được. Đề nghị bổ sung và nộp lại trong 5 ngày."
)
SENT_BACK = 20


@dataclass(eq=False)
class Part:
    """One entry before it becomes a row; dates and people follow its state."""

    pk: int
    round: object
    participant: str
    place: object
    name: str
    trait: Trait
    quality: float
    learners: int
    school: object = None
    team: int | None = None
    block: int | None = None
    state: str = "draft"
    # How much of it is answered.
    filled: float = 0.0
    author: int | None = None
    checker: int | None = None
    submitted_at: datetime | None = None
    confirmed_at: datetime | None = None
    verified_at: datetime | None = None
    first_submitted_at: datetime | None = None
    returned_at: datetime | None = None
    returned_by: int | None = None
    reason: str = ""

    @property
    def kind(self):
        return self.school.kind if self.school else ""

    @property
    def commune(self):
        if self.school and not self.school.managed:
            return None
        return self.place.code

    @property
    def staff(self):
        return max(6, round(self.learners / 12))


class EntryMaker:
    """The parts of every round, with their blocks and the way they have gone."""

    def __init__(self, world, intakes, accounts, rounds, teams, first):
        self.world, self.intakes, self.accounts = world, intakes, accounts
        self.rounds, self.teams = rounds, teams
        self.next, self.parts = first, []
        self.chance = world.chance("campaign entries")
        self.kinds = {
            code: (order, name)
            for code, order, name in InstitutionKind.objects.values_list(
                "code", "order", "name"
            )
        }
        self.talent = {s: self.chance.gauss(0, 0.12) for s in world.schools}

    def run(self):
        for one in self.rounds:
            parts = self.schools(one)
            if one.takes_places:
                parts += self.places(one)
            self.form_blocks(one, parts)
            if one.is_over:
                self.play(one, parts)
            else:
                self.begin(one, parts)
            self.parts += parts
        return self.parts

    def add(self, one, participant, place, name, trait, quality, learners, **more):
        part = Part(
            self.next, one, participant, place, name, trait, quality, learners, **more
        )
        self.next += 1
        return part

    def schools(self, one):
        found, step = [], self.rounds.index(one)
        for school in self.world.open_schools(one.year):
            learners = self.learners(school, one.year)
            size = size_of(learners, 200, 500)
            trait = Trait(self.kinds[school.kind], school.place.region, size)
            quality = (
                TERRAIN[school.place.terrain]
                + self.talent[school]
                + PROGRESS[step]
                + 0.03 * (size - 2)
                + 0.08 * (school.kind in ("THPT", "THCS-THPT"))
                + self.chance.gauss(0, 0.03)
            )
            found.append(
                self.add(
                    *(one, Participant.INSTITUTION, school.place, school.name),
                    *(trait, quality, learners),
                    school=school,
                )
            )
        return found

    def learners(self, school, year):
        intake = self.intakes.get((year, school))
        if intake is None:
            return 60
        return sum(group.pupils for group in intake.groups.values())

    def places(self, one):
        """Communes, their offices and their teams."""
        found = []
        for place in self.world.places:
            kind = "Phường" if place.is_ward else "Xã"
            names = {
                Participant.COMMUNE: f"{kind} {place.name}",
                Participant.OFFICE: (
                    f"Phòng Văn hóa - Xã hội {kind.lower()} {place.name}"
                ),
            }
            level = TERRAIN[place.terrain] + self.chance.gauss(0, 0.1)
            for order, (participant, name) in enumerate(names.items()):
                trait = Trait((1000 + order, str(participant.label)), place.region)
                people = place.residents // 12
                found.append(
                    self.add(one, participant, place, name, trait, level, people)
                )
            trait = Trait((1010, str(Participant.TEAM.label)), place.region)
            for key, name in self.teams[place]:
                own = level + self.chance.gauss(0, 0.08)
                found.append(
                    self.add(
                        *(one, Participant.TEAM, place, name, trait, own, 180),
                        team=key,
                    )
                )
        return found

    def form_blocks(self, one, parts):
        one.blocks = formed([part.trait for part in parts], 5)
        order = list(dict.fromkeys(one.blocks.values()))
        for part in parts:
            part.block = (one.pk, order.index(one.blocks[part.trait]) + 1)

    def play(self, one, parts):
        """Everybody hands in during May; the department is done by 19 June."""
        sent_back = set(
            self.chance.sample(range(len(parts)), min(SENT_BACK, len(parts) // 4))
        )
        for number, part in enumerate(parts):
            part.filled, part.state = 1.0, "verified"
            self.give_people(part)
            part.submitted_at = self.moment(one, date(one.year + 1, 5, 12), 19)
            part.confirmed_at = part.checker and part.submitted_at + timedelta(days=1)
            part.verified_at = self.moment(one, date(one.year + 1, 6, 4), 14)
            if number in sent_back:
                part.first_submitted_at = part.submitted_at - timedelta(days=8)
                part.returned_at = part.submitted_at - timedelta(days=5)
                part.returned_by = part.checker or self.accounts.official
                part.reason = RETURN_REASON

    def begin(self, one, parts):
        """A few have handed in; Khánh Khê's schools are in the middle of it."""
        own = [p for p in parts if p.school and p.commune == KHANH_KHE]
        for part in own:
            part.filled = self.chance.uniform(0.3, 0.9)
        handed_in = self.chance.sample(
            [p for p in parts if p not in own], len(parts) // 12
        )
        for part in handed_in:
            part.filled, part.state = 1.0, "confirmed"
        clerk = self.accounts.school_clerk
        for part in own:
            if part.school.code == clerk.institution:
                part.filled, part.state = 1.0, "submitted"
                part.author = self.accounts.numbers[clerk.username]
        others = [part for part in own if part.state == "draft"]
        if others:
            self.send_back(others[0])
        for part in handed_in + own:
            self.give_people(part)
            if part.state in ("submitted", "confirmed"):
                part.submitted_at = self.yesterday(7)
                if part.state == "confirmed" and part.checker:
                    part.confirmed_at = self.yesterday(16)

    def send_back(self, part):
        part.state, part.filled, part.reason = "returned", 1.0, RETURN_REASON
        part.returned_by = self.accounts.head_of(KHANH_KHE)
        part.submitted_at = self.yesterday(7) - timedelta(days=4)
        part.returned_at = self.yesterday(10)
        part.first_submitted_at = part.submitted_at

    def give_people(self, part):
        """Who hands in, and who at the commune checks what an officer handed in."""
        if part.commune is None:
            part.author = self.accounts.author_for(part.school)
            return
        head = self.accounts.head_of(part.commune)
        officer = self.accounts.officer_of(part.commune)
        if part.school is None or officer is None:
            part.author = part.author or head
            return
        part.author, part.checker = part.author or officer, head

    def moment(self, one, first, days):
        minutes = self.chance.randint(0, days * 600)
        day = first + timedelta(days=minutes // 600)
        return one.at(day, 7) + timedelta(minutes=minutes % 600)

    def yesterday(self, hour):
        day = self.world.today - timedelta(days=1)
        return datetime.combine(day, time(hour, 20), LOCAL)


def block_table(rounds, first):
    """Blocks in the order of their traits; gives each its number by (round, order)."""
    table, numbers = Table(Block, "id", "campaign_id", "name", "order"), {}
    for one in rounds:
        for order, name in enumerate(dict.fromkeys(one.blocks.values()), start=1):
            numbers[one.pk, order] = first + len(table.rows)
            table.add(numbers[one.pk, order], one.pk, name, order)
    return table, numbers


def entry_table(parts, blocks):
    table = Table(
        Entry,
        *("id", "campaign_id", "participant", "institution_id", "team_id"),
        *("commune_id", "name", "kind", "block_id", "state"),
        *("submitted_by_id", "submitted_at", "confirmed_by_id", "confirmed_at"),
        *("verified_at", "returned_by_id", "returned_at", "reason"),
    )
    for part in parts:
        submitted = part.submitted_at is not None
        table.add(
            *(part.pk, part.round.pk, str(part.participant)),
            *(part.school and part.school.pk, part.team),
            *(part.commune, part.name, part.kind, blocks[part.block], part.state),
            *(part.author if submitted else None, part.submitted_at),
            *(part.checker if part.confirmed_at else None, part.confirmed_at),
            *(part.verified_at, part.returned_by, part.returned_at, part.reason),
        )
    return table
