"""How many people of which post stand at every school in every year."""

from .base import LATEST, SHAPE, YEARS, apportion, read_rows
from .need import teachers_wanted

# Staff of the commune whose number is published, and how it is short of teachers.
PUBLISHED_STAFF = {"06286": 300}
SUPPORT = {row["kind"]: row["posts"].split() for row in read_rows("support.csv")}
# Teachers against the wish of the school, by terrain; towns in the south have plenty.
SUPPLY = {"ward": 1.02, "lowland": 1.01, "upland": 0.995, "remote": 0.975}
SUPPLY_OF_CLUSTER = {"Hữu Lũng": 1.045, "Bình Gia": 0.97, "Đình Lập": 0.98}
SUPPLY_OF_PLACE = {"06286": 0.95, "06385": 1.09, "06112": 0.97, "06565": 0.97}


def support_list(school):
    """Support posts of a school in the order in which it would fill them."""
    if school.special in ("boarding", "border_boarding"):
        return SUPPORT["BOARDING"]
    if school.special == "semi_boarding":
        return SUPPORT["SEMI"]
    return SUPPORT.get(school.kind, SUPPORT["UPPER"])


class StaffPlan:
    """counts[year][school][(post, level)]: exact totals for every year."""

    def __init__(self, world, intakes):
        self.world, self.intakes = world, intakes
        chance = world.chance("staff plan")
        # A school keeps its luck over the years.
        self.luck = {s: chance.gauss(1, 0.085) for s in world.schools}
        self.vacant = {
            s: chance.randint(YEARS.start, YEARS.stop)
            for s in world.schools
            if chance.random() < 0.14
        }
        self.habits = {s: chance.random() for s in world.schools}
        self.counts = {}

    def run(self):
        for year in YEARS:
            schools = [s for s in self.world.schools if (year, s) in self.intakes]
            self.counts[year] = {school: {} for school in schools}
            self.teachers(year, schools)
            for school in schools:
                self.managers(year, school)
            self.support(year, schools)
        return self.counts

    def wish(self, intake, level):
        place = intake.school.place
        supply = SUPPLY[place.terrain] * SUPPLY_OF_CLUSTER.get(place.cluster, 1)
        supply *= SUPPLY_OF_PLACE.get(place.code, 1)
        supply *= 0.95 if intake.school.private else 1
        return teachers_wanted(intake, level) * supply * self.luck[intake.school]

    def teachers(self, year, schools):
        """Teachers of each level: classes × the province's ratio, spread by wish."""
        for level, ratio in SHAPE["teachers_per_class"].items():
            intakes = [self.intakes[year, school] for school in schools]
            intakes = [intake for intake in intakes if intake.classes(level)]
            total = round(ratio * sum(intake.classes(level) for intake in intakes))
            shares = apportion(total, [self.wish(intake, level) for intake in intakes])
            for intake, share in zip(intakes, shares, strict=True):
                self.counts[year][intake.school]["teacher", level] = max(1, share)

    def managers(self, year, school):
        intake = self.intakes[year, school]
        posts = self.counts[year][school]
        classes = sum(group.classes for group in intake.groups.values())
        posts["principal", ""] = 0 if self.vacant.get(school) == year else 1
        two = classes >= 14 or (len(intake.levels()) > 1 and self.habits[school] < 0.85)
        posts["vice_principal", ""] = (
            2 if two and self.vacant.get(school) != year - 1 else 1
        )
        if {"primary", "lower_secondary"} & set(intake.levels()):
            posts["youth_leader", ""] = int(self.habits[school] < 0.91)

    def support(self, year, schools):
        """The rest of the year's total, by size of the school."""
        scale = self.world.scale["staff"]
        rest = scale[str(year)]
        groups = []
        for code, latest in PUBLISHED_STAFF.items():
            own = [s for s in schools if s.place.code == code]
            others = [s for s in schools if s.place.code != code]
            # The other years follow the province, or one year would stand out.
            total = round(latest * rest / scale[str(LATEST)])
            if own and others:
                groups.append((own, total))
                schools, rest = others, rest - total
        for group, total in [*groups, (schools, rest)]:
            self.fill_support(year, group, total)

    def fill_support(self, year, schools, total):
        so_far = sum(sum(self.counts[year][s].values()) for s in schools)
        shares = apportion(
            total - so_far, [self.support_weight(year, s) for s in schools]
        )
        for school, share in zip(schools, shares, strict=True):
            posts = support_list(school)
            for number in range(share):
                key = posts[number % len(posts)], ""
                found = self.counts[year][school]
                found[key] = found.get(key, 0) + 1

    def support_weight(self, year, school):
        intake = self.intakes[year, school]
        classes = sum(group.classes for group in intake.groups.values())
        more = {"boarding": 8, "border_boarding": 6, "semi_boarding": 2}
        return 4 + classes * 0.2 + more.get(school.special, 0) + self.habits[school]
