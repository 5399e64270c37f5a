"""Outcome of every year: ratings, promotion, graduation; and the prizes won."""

from schools.models import Award

from .base import SHAPE, YEARS
from .copying import Table

RESULT_COLUMNS = (
    "assessed",
    "rated_excellent",
    "rated_good",
    "rated_pass",
    "rated_fail",
    "promoted",
    "held_back",
    "exam_candidates",
    "graduated",
    "dropped_out",
    "moved_in",
    "moved_out",
)
FINAL_GRADES = {9, 12}
# Tốt, Khá and Đạt among those not held back.
RATINGS = {
    "primary": (0.31, 0.4),
    "lower_secondary": (0.16, 0.42),
    "upper_secondary": (0.13, 0.49),
    "continuing": (0.04, 0.38),
}
NATIONAL_SUBJECTS = [
    "Ngữ văn",
    "Lịch sử",
    "Địa lí",
    "Toán",
    "Tiếng Anh",
    "Tiếng Trung Quốc",
    "Sinh học",
    "Hóa học",
]
FIELDS = ["Kỹ thuật cơ khí", "Khoa học xã hội và hành vi", "Phần mềm hệ thống"]
PRIZES = {"first": 0.05, "second": 0.2, "third": 0.35, "consolation": 0.4}


class ResultMaker:
    def __init__(self, world):
        self.chance = world.chance("results")

    def rows(self, intake):
        """Result rows of one school and year by grade."""
        flows = {}
        for stream in intake.streams:
            for grade, flow in stream.flows.get(intake.year, {}).items():
                prefix = "T" if stream.level == "continuing" else ""
                code = f"{prefix}{grade:02d}"
                level, found = flows.setdefault((code, grade), (stream.level, {}))
                for name, number in flow.items():
                    found[name] = found.get(name, 0) + number
        rows = {
            code: self.row(level, grade, flow, intake.year)
            for (code, grade), (level, flow) in flows.items()
        }
        if "M5" in intake.groups:
            children = intake.groups["M5"].pupils
            empty = [None] * len(RESULT_COLUMNS)
            rows["M5"] = [children, *empty[:4], children, 0, *empty[:5]]
        return rows

    def row(self, level, grade, flow, year):
        assessed = flow["promoted"] + flow["held_back"]
        best, good = RATINGS[level]
        luck = self.chance.uniform(0.85, 1.15)
        excellent = round(flow["promoted"] * best * luck)
        well = round(flow["promoted"] * good)
        candidates = assessed if grade in FINAL_GRADES else None
        return [
            assessed,
            excellent,
            well,
            flow["promoted"] - excellent - well,
            flow["held_back"],
            flow["promoted"],
            flow["held_back"],
            candidates,
            self.graduates(level, candidates, year),
            flow["dropped"],
            flow["moved_in"],
            flow["moved_out"],
        ]

    def graduates(self, level, candidates, year):
        if candidates is None:
            return None
        rate = SHAPE["graduation"]["upper_secondary"][str(year)]
        if level == "lower_secondary":
            rate = SHAPE["graduation"]["lower_secondary"]
        failed = candidates * (1 - rate)
        return candidates - int(failed) - (self.chance.random() < failed % 1)


def award_table(world):
    """Prizes of the years that are over."""
    table = Table(
        Award,
        "institution_id",
        "school_year_id",
        "contest",
        "subject",
        "prize",
        "count",
    )
    chance = world.chance("awards")
    upper = [s for s in world.schools if s.kind in ("THPT", "THCS-THPT")]
    lower = [
        s
        for s in world.schools
        if s.kind in ("THCS", "TH-THCS")
        and s.open_in(YEARS.stop - 1)
        and s.open_in(2021)
    ]
    gifted = [s for s in upper if s.special == "gifted"]
    for year in YEARS[:-1]:
        won = {}
        count = world.scale["national_prizes"][str(year)]
        draw(chance, won, gifted * 12 + upper, "national", NATIONAL_SUBJECTS, count)
        draw(chance, won, upper, "science", FIELDS, 4)
        draw(chance, won, upper, "startup", ["Ý tưởng khởi nghiệp"], 3)
        subjects = NATIONAL_SUBJECTS[:5]
        draw(chance, won, upper + lower, "provincial", subjects, 3 * len(upper + lower))
        for key, number in sorted(won.items()):
            pk, contest, subject, prize = key
            table.add(pk, year, contest, subject, prize, number)
    return table


def draw(chance, won, schools, contest, subjects, count):
    for _prize in range(count):
        prize = chance.choices(list(PRIZES), list(PRIZES.values()))[0]
        key = chance.choice(schools).pk, contest, chance.choice(subjects), prize
        won[key] = won.get(key, 0) + 1
