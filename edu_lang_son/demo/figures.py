"""Rows of a return: learners by grade and by age that always add up to each other."""

from .base import LATEST, SHAPE

GRADE_COLUMNS = (
    "classes",
    "two_session_classes",
    "mixed_classes",
    "specialised_classes",
    "pupils",
    "girls",
    "ethnic",
    "ethnic_girls",
    "inclusive",
    "repeaters",
    "new_entrants",
    "left",
    "right_age",
    "two_session_pupils",
    "lunch_boarders",
    "boarders",
    "english",
    "informatics",
    "specialised_pupils",
)
INCLUSIVE = {"preschool": 0.0025, "primary": 0.009, "lower_secondary": 0.006}
RIGHT_AGE = {f"{grade:02d}": grade + 5 for grade in range(1, 13)}
FIRST_GRADES = ("01", "06", "10", "T10")


def parts(count, girls, ethnic):
    """Girls, ethnic and ethnic girls among `count`, each within the others."""
    girl_count = round(count * girls)
    ethnic_count = round(count * ethnic)
    both = round(girl_count * ethnic)
    low = max(0, girl_count + ethnic_count - count)
    return girl_count, ethnic_count, min(max(both, low), girl_count, ethnic_count)


class FigureMaker:
    def __init__(self, world, intakes):
        self.world, self.intakes = world, intakes
        chance = world.chance("figures")
        self.girl_share = {s: chance.uniform(0.465, 0.505) for s in world.schools}
        self.habits = {s: chance.random() for s in world.schools}
        self.kinh = self.kinh_factor()

    def kinh_factor(self):
        """Scales the communes' shares of Kinh so that the province has its known one."""
        kinh = whole = 0
        for (year, school), intake in self.intakes.items():
            if year == LATEST:
                count = sum(group.pupils for group in intake.groups.values())
                kinh += count * self.raw_kinh(school)
                whole += count
        return (1 - SHAPE["ethnic_share"]) * whole / kinh

    def raw_kinh(self, school):
        return 0.02 if school.special == "boarding" else school.place.kinh_share

    def ethnic(self, school):
        return max(0.25, 1 - self.raw_kinh(school) * self.kinh)

    def ethnic_of_place(self, place):
        return max(0.25, 1 - place.kinh_share * self.kinh)

    def run(self, intake):
        """Rows by grade and by (level, age) of one school and year."""
        grades, ages = {}, {}
        for code, group in intake.groups.items():
            if not group.classes:
                continue
            row = self.grade_row(intake, code, group)
            grades[code] = row
            for age, cells in self.cells(intake, group).items():
                found = ages.setdefault((group.level, age), [0, 0, 0, 0])
                for index, number in enumerate(cells):
                    found[index] += number
                for name, number in zip(
                    ("pupils", "girls", "ethnic", "ethnic_girls"), cells, strict=True
                ):
                    row[name] += number
        return grades, ages

    def cells(self, intake, group):
        """Pupils, girls, ethnic and ethnic girls of each age of a group."""
        school = intake.school
        share = self.girl_share[school] + (intake.year + len(group.ages)) % 3 * 0.004
        ethnic = self.ethnic(school)
        return {
            age: (count, *parts(count, share, ethnic))
            for age, count in sorted(group.ages.items())
        }

    def grade_row(self, intake, code, group):
        count, school = group.pupils, intake.school
        row = dict.fromkeys(GRADE_COLUMNS, 0)
        row["classes"], row["mixed_classes"] = group.classes, group.mixed
        right = RIGHT_AGE.get(code.removeprefix("T"))
        row["right_age"] = group.ages.get(right, 0) if right else count
        row["inclusive"] = (
            int(count * INCLUSIVE.get(group.level, 0.001) + self.habits[school])
            if count > 8
            else 0
        )
        self.sessions(row, school, group, count)
        self.moves(row, intake, code, group)
        self.lessons(row, school, code, group, count)
        if school.special == "gifted":
            row["specialised_classes"] = max(1, group.classes - 2)
            row["specialised_pupils"] = (
                count * row["specialised_classes"] // group.classes
            )
        return row

    def sessions(self, row, school, group, count):
        two = {
            "preschool": True,
            "primary": school.two_sessions,
            "lower_secondary": school.special != "" or self.habits[school] < 0.42,
            "upper_secondary": school.special != "" or self.habits[school] < 0.25,
        }.get(group.level, False)
        if two:
            row["two_session_classes"], row["two_session_pupils"] = group.classes, count
        share = self.lunch_share(school, group.level)
        row["lunch_boarders"] = round(count * share)
        if school.special in ("boarding", "border_boarding"):
            row["boarders"] = count if school.special == "boarding" else count // 2

    def lunch_share(self, school, level):
        if level == "preschool":
            return 0.82 + 0.18 * self.habits[school]
        if school.special == "semi_boarding":
            return 0.35 + 0.3 * self.habits[school]
        if level == "primary" and school.place.terrain in ("ward", "lowland"):
            return 0.15 + 0.45 * self.habits[school]
        return 0.0

    def moves(self, row, intake, code, group):
        if group.level == "preschool":
            row["new_entrants"] = round(
                group.pupils * (0.9 if code[0] == "N" else 0.22)
            )
            return
        grade = int(code.removeprefix("T"))
        streams = [s for s in intake.streams if s.level == group.level]
        before = [s.flows.get(intake.year - 1, {}).get(grade) for s in streams]
        held = sum(flow["held_back"] for flow in before if flow)
        row["repeaters"] = min(held, group.pupils)
        if code in FIRST_GRADES:
            row["new_entrants"] = group.pupils - row["repeaters"]
        row["left"] = int(group.pupils * 0.002 + self.habits[intake.school] * 0.6)

    def lessons(self, row, school, code, group, count):
        habit = self.habits[school]
        poor = school.place.terrain == "remote" and habit > 0.86
        if group.level == "primary":
            if code in ("01", "02"):
                row["english"] = count if habit < 0.62 else 0
            else:
                row["english"] = count if not poor else round(count * 0.82)
                row["informatics"] = count if not poor else round(count * 0.7)
        elif group.level in ("lower_secondary", "upper_secondary"):
            row["english"] = count
            share = 1.0 if group.level == "lower_secondary" else 0.45
            row["informatics"] = round(count * share)
        elif group.level == "continuing":
            row["informatics"] = round(count * 0.3)
