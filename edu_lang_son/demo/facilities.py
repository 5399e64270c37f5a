"""Rooms, computers and services of every school, a little better each year."""

from .base import YEARS

FACILITY_COLUMNS = (
    "classrooms",
    "solid_rooms",
    "semi_solid_rooms",
    "temporary_rooms",
    "borrowed_rooms",
    "subject_rooms",
    "libraries",
    "teaching_computers",
    "working_computers",
    "management_computers",
    "projectors",
    "internet",
    "power",
    "clean_water",
    "toilets",
    "separate_toilets",
    "hand_washing",
    "disability_access",
)
SOLID = {"ward": 0.95, "lowland": 0.86, "upland": 0.72, "remote": 0.58}


class FacilityMaker:
    def __init__(self, world, intakes):
        self.world, self.intakes = world, intakes
        chance = world.chance("facilities")
        self.luck = {
            school: [chance.random() for _ in range(6)] for school in world.schools
        }
        self.most = {}
        for (_year, school), intake in intakes.items():
            classes = sum(group.classes for group in intake.groups.values())
            self.most[school] = max(self.most.get(school, 0), classes)

    def row(self, year, school):
        luck, step = self.luck[school], year - YEARS.start
        rooms = max(1, round(self.most[school] * (0.93 + 0.14 * luck[0])))
        share = SOLID[school.place.terrain] + 0.3 * (luck[1] - 0.5) + 0.012 * step
        solid = min(rooms, round(rooms * min(share, 1)))
        semi = min(rooms - solid, round((rooms - solid) * (0.8 + 0.03 * step)))
        computers = self.computers(school, step)
        return (
            rooms,
            solid,
            semi,
            rooms - solid - semi,
            round(rooms * 0.04) if luck[2] > 0.8 else 0,
            0 if school.kind == "MN" else round(2 + 4 * luck[3]),
            0 if school.kind == "MN" else 1,
            computers,
            round(computers * (0.82 + 0.13 * luck[4])),
            4 + int(3 * luck[5]),
            round(rooms * min(1, 0.4 + 0.08 * step + 0.2 * luck[3])),
            *self.services(school, step),
        )

    def computers(self, school, step):
        if school.kind == "MN":
            return int(3 * self.luck[school][3])
        return round(8 + self.most[school] * (0.7 + 0.06 * step) * self.luck[school][4])

    def services(self, school, step):
        """Internet, power, water, toilets, separate ones, washing, access for all."""
        remote = school.place.terrain == "remote"
        first, second, third = self.luck[school][:3]
        better = 0.015 * step
        return (
            True,
            not remote or first < 0.975 + better,
            first < (0.86 if remote else 0.95) + better,
            True,
            second < (0.8 if remote else 0.93) + better,
            third < (0.84 if remote else 0.95) + better,
            second < 0.42 + 2 * better,
        )
