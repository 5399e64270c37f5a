"""Who the people are: sex, age, people, training. All of them invented."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .base import SHAPE, read_rows
from .names import NameMaker, personal_id
from .retirement import retires_on

FEMALE = {
    "preschool": 0.985,
    "primary": 0.8,
    "lower_secondary": 0.66,
    "upper_secondary": 0.63,
    "continuing": 0.55,
}
FEMALE_POST = {
    "guard": 0.03,
    "cook": 0.97,
    "helper": 0.7,
    "nurse": 0.93,
    "clerk": 0.9,
    "accountant": 0.88,
    "youth_leader": 0.55,
}
# A college degree is enough for these subjects at some levels (NĐ 93/2026 art. 20.2).
COLLEGE_IS_ENOUGH = {"AN", "MT", "TIN", "CN"}
MAJORS = {row["subject"]: row["major"] for row in read_rows("majors.csv")}
SUPPORT_MAJORS = {
    "accountant": ("CD", "Kế toán"),
    "clerk": ("TC", "Văn thư - Lưu trữ"),
    "treasurer": ("TC", "Kế toán"),
    "librarian": ("CD", "Thông tin - Thư viện"),
    "equipment": ("CD", "Thiết bị trường học"),
    "nurse": ("TC", "Điều dưỡng"),
    "registrar": ("DH", "Quản lý giáo dục"),
    "counsellor": ("DH", "Tâm lý học"),
    "inclusion": ("CD", "Giáo dục đặc biệt"),
    "pupil_manager": ("CD", "Công tác xã hội"),
    "cook": ("SC", "Nấu ăn"),
    "guard": ("SC", "Không qua đào tạo"),
    "helper": ("SC", "Không qua đào tạo"),
}


@dataclass(eq=False)
class Person:
    pk: int
    full_name: str
    sex: str
    born: date
    year_only: bool
    ethnicity: str
    personal_id: str
    retires: date
    degrees: list = field(default_factory=list)
    # Where the person serves now: an open Post, or None once gone.
    post: object = None


@dataclass(eq=False)
class Service:
    """One assignment of one person."""

    person: Person
    school: object
    post: str
    level: str
    subject: str
    contract: str
    started: date
    ended: date | None = None
    reason: str = ""
    is_main: bool = True
    share: float = 1.0


class PersonMaker:
    def __init__(self, world):
        self.chance = world.chance("people")
        self.names = NameMaker(self.chance, SHAPE["minority_mix"])
        self.people = []

    def make(self, school, post, level, subject, *, day, new):
        """Somebody fit for the post; `new` people are young, the first ones of all ages."""
        sex = "F" if self.chance.random() < self.female(post, level) else "M"
        while True:
            born = self.birth(post, day, new)
            retires = retires_on(sex, born)
            if retires > day + timedelta(days=60):
                break
        serial = len(self.people) + 1
        ethnicity = self.names.ethnicity(school.place.kinh_share * 0.95)
        person = Person(
            serial,
            self.names.full_name(ethnicity, sex),
            sex,
            born,
            born == date(born.year, 1, 1),
            ethnicity,
            personal_id(serial, born.year),
            retires,
        )
        self.people.append(person)
        self.train(person, post, level, subject, new)
        return person

    def female(self, post, level):
        if post == "teacher":
            return FEMALE[level]
        return FEMALE_POST.get(post, 0.72)

    def birth(self, post, day, new):
        if new:
            age = self.chance.triangular(22.5, 33, 24)
        elif post in ("principal", "vice_principal"):
            age = self.chance.triangular(34, 59, 47)
        else:
            age = min(max(self.chance.gauss(41, 9), 23), 60)
        born = day - timedelta(days=int(age * 365.25) + self.chance.randint(0, 364))
        # A few papers of older people name the year only.
        if born.year < 1975 and self.chance.random() < 0.02:
            return date(born.year, 1, 1)
        return born

    def train(self, person, post, level, subject, new):
        if post in SUPPORT_MAJORS:
            degree, major = SUPPORT_MAJORS[post]
            person.degrees.append(
                (degree, major, None, False, self.first_day(person, 21))
            )
            return
        level = level or "primary"
        subject = subject or ("MN" if level == "preschool" else "TH")
        if level == "lower_secondary" and subject == "TH":
            subject = "VAN"
        major, upper = MAJORS[subject], level in ("upper_secondary", "continuing")
        standard = "CD" if level == "preschool" else "DH"
        below = {"CD": "TC", "DH": "CD"}[standard]
        first = self.first_day(person, 22)
        if not new and self.chance.random() < SHAPE["unqualified_2021"][level]:
            person.degrees.append((below, major, subject, True, first))
            if self.chance.random() < SHAPE["upgrade_share"][level]:
                self.add_later(person, standard, major, subject)
            return
        if level == "preschool" and self.chance.random() < 0.68:
            standard = "DH"
        if (
            standard == "DH"
            and subject in COLLEGE_IS_ENOUGH
            and not upper
            and self.chance.random() < 0.25
        ):
            standard = "CD"
        training = self.chance.random() > 0.05
        person.degrees.append((standard, major, subject, training, first))
        if standard == "DH" and self.chance.random() < (0.17 if upper else 0.015):
            self.add_later(person, "THS", f"{major} (thạc sĩ)", subject)

    def first_day(self, person, age):
        return date(person.born.year + age, 6 + person.pk % 3, 1 + person.pk % 27)

    def add_later(self, person, degree, major, subject):
        day = date(self.chance.choice([2022, 2022, 2023, 2023, 2024, 2025]), 6, 20)
        day = max(day, self.first_day(person, 24))
        person.degrees.append((degree, major, subject, True, day))
