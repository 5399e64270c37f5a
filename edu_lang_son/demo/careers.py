"""Who serves where from when to when: arrivals, moves, promotions, retirements.

After the step of each year every school has exactly the people of the staff plan.
"""

from datetime import date, timedelta

from .base import FIRST_YEAR, YEARS, as_of, read_rows
from .people import PersonMaker, Service

SUBJECTS = {}
for _row in read_rows("subjects.csv"):
    SUBJECTS.setdefault(_row["level"], {})[_row["subject"]] = float(
        _row["weight"]
    ) * float(_row["supply"])
MOSTLY_LABOUR = {"cook", "guard", "helper"}
# Balanced in this order: a promotion leaves a place to be filled further down.
ORDER = {"principal": 0, "vice_principal": 1, "youth_leader": 2, "teacher": 3}


class Careers:
    def __init__(self, world, counts):
        self.world, self.counts = world, counts
        self.chance = world.chance("careers")
        self.maker = PersonMaker(world)
        self.services = []
        self.open = {}

    def run(self):
        for school, posts in self.counts[FIRST_YEAR].items():
            for key, number in posts.items():
                for _place in range(number):
                    self.hire(school, key, FIRST_YEAR, new=False)
        for year in YEARS[1:]:
            self.leave(year)
            self.change_schools(year)
            self.balance(year)
        self.retire_until_today()
        return self.services

    def serve(self, person, school, key, subject, contract, started):
        service = Service(person, school, key[0], key[1], subject, contract, started)
        person.post = service
        self.services.append(service)
        self.open.setdefault((school, *key), []).append(service)
        return service

    def end(self, service, day, reason):
        service.ended, service.reason = max(day, service.started), reason
        service.person.post = None
        self.open[service.school, service.post, service.level].remove(service)

    def hire(self, school, key, year, *, new=True):
        day = date(year, 9, 1)
        subject = self.subject(school, key, year)
        person = self.maker.make(school, *key, subject, day=day, new=new)
        started = day
        if not new:
            working = max(1, (day - person.born).days // 365 - 23)
            started = date(FIRST_YEAR - self.chance.randint(0, min(working, 25)), 9, 1)
            started = max(started, school.opened_on)
        contract = self.contract(school, key[0], new)
        return self.serve(person, school, key, subject, contract, min(started, day))

    def subject(self, school, key, year):
        """The subject that the school lacks most, with some chance in it."""
        if key[0] != "teacher":
            return ""
        if key[1] == "preschool":
            return "MN"
        table = SUBJECTS[key[1]]
        wanted = self.counts[year][school][key]
        have = {}
        for service in self.open.get((school, *key), []):
            have[service.subject] = have.get(service.subject, 0) + 1
        whole = sum(table.values())
        lack = [
            max(0.02, weight * wanted / whole - have.get(subject, 0))
            for subject, weight in table.items()
        ]
        return self.chance.choices(list(table), lack)[0]

    def contract(self, school, post, new):
        luck = self.chance.random()
        if school.private:
            return "labour"
        if post in MOSTLY_LABOUR:
            return "labour" if luck < 0.85 else "permanent"
        if post in ("principal", "vice_principal"):
            return "permanent"
        if new:
            return (
                "labour" if luck < 0.22 else "fixed_term" if luck < 0.8 else "permanent"
            )
        return "labour" if luck < 0.055 else "fixed_term" if luck < 0.1 else "permanent"

    def leave(self, year):
        """Retirements by the month rule since last autumn, and a few resignations."""
        for service in self.all_open():
            if service.person.retires < as_of(year):
                self.end(service, service.person.retires, "retired")
            elif self.chance.random() < (
                0.02 if service.contract == "labour" else 0.004
            ):
                day = date(year, self.chance.randint(1, 8), 15)
                self.end(service, day, "resigned")

    def all_open(self):
        return [
            service for services in list(self.open.values()) for service in services
        ]

    def change_schools(self, year):
        """Staff follow their school into the one that takes it over."""
        for change in self.world.changes:
            if change.day.year != year or change.kind == "renamed":
                continue
            kept = {school for school, _ in change.after}
            for school, _ in change.before:
                if school not in kept:
                    self.follow(school, [heir for heir, _ in change.after], change.day)

    def follow(self, school, heirs, day):
        for key in [key for key in self.open if key[0] is school]:
            for number, service in enumerate(list(self.open[key])):
                last = day - timedelta(days=1)
                if not heirs:
                    self.end(service, last, "resigned")
                    continue
                heir = self.heir(heirs, service, number)
                self.end(service, last, "merged")
                self.serve(
                    service.person,
                    heir,
                    key[1:],
                    service.subject,
                    service.contract,
                    max(day, service.ended + timedelta(days=1)),
                )

    def heir(self, heirs, service, number):
        if len(heirs) == 1:
            return heirs[0]
        if service.level:
            return heirs[0] if service.level == "primary" else heirs[1]
        return heirs[number % 2]

    def balance(self, year):
        keys = {key[1:] for key, services in self.open.items() if services}
        keys |= {key for posts in self.counts[year].values() for key in posts}
        for key in sorted(keys, key=lambda key: (ORDER.get(key[0], 9), key)):
            spare, needs = self.compare(year, key)
            self.transfer(year, key, spare, needs)
            for service in spare:
                self.end(service, self.last_day(service, year), "other")
            for school in needs:
                self.fill(school, key, year)

    def compare(self, year, key):
        """People beyond the plan and schools below it, for one post."""
        spare, needs = [], []
        for school in self.world.schools:
            services = self.open.get((school, *key), [])
            wanted = self.counts[year].get(school, {}).get(key, 0)
            if len(services) > wanted:
                spare += self.chance.sample(services, len(services) - wanted)
            needs += [school] * (wanted - len(services))
        return spare, needs

    def transfer(self, year, key, spare, needs):
        """First within the commune, then within the cluster, then anywhere."""
        for near in (
            lambda a, b: a.place is b.place,
            lambda a, b: a.place.cluster == b.place.cluster,
            lambda a, b: True,
        ):
            for service in list(spare):
                school = next(
                    (
                        s
                        for s in needs
                        if near(s, service.school)
                        and s.private == service.school.private
                    ),
                    None,
                )
                if school:
                    needs.remove(school)
                    spare.remove(service)
                    self.move(service, school, key, year, "moved")

    def last_day(self, service, year):
        return max(date(year, 8, 31), service.started)

    def move(self, service, school, key, year, reason):
        last = self.last_day(service, year)
        self.end(service, last, reason)
        subject = service.subject if key == (service.post, service.level) else ""
        self.serve(
            service.person,
            school,
            key,
            subject,
            service.contract,
            last + timedelta(days=1),
        )

    def fill(self, school, key, year):
        """Heads are promoted from the ranks where somebody fits, others are recruited."""
        candidates = []
        if key[0] == "principal":
            candidates = self.open.get((school, "vice_principal", ""), [])
        elif key[0] == "vice_principal":
            candidates = [
                service
                for (host, post, _level), services in self.ranks(school)
                if host is school and post == "teacher"
                for service in services
                if 1965 < service.person.born.year < year - 32
                and service.contract == "permanent"
            ]
        if candidates:
            self.move(self.chance.choice(candidates), school, key, year, "other")
        else:
            self.hire(school, key, year)

    def ranks(self, school):
        levels = (
            "preschool",
            "primary",
            "lower_secondary",
            "upper_secondary",
            "continuing",
        )
        keys = [(school, "teacher", level) for level in levels]
        return [(key, self.open[key]) for key in keys if key in self.open]

    def retire_until_today(self):
        for service in self.all_open():
            if service.person.retires <= self.world.today:
                self.end(service, service.person.retires, "retired")
