"""Registers that campaigns count from: teams, initiatives, newspapers, courses."""

from datetime import date, timedelta

from emulation.models import (
    Audience,
    Course,
    CourseSession,
    Initiative,
    PressArticle,
    PressSubscription,
    SessionLearners,
    Team,
)

from .base import LAST_YEAR
from .copying import Table, next_number

YEARS = (LAST_YEAR - 2, LAST_YEAR - 1, LAST_YEAR)
# The year that has begun has little in its registers yet.
FULLNESS = {LAST_YEAR - 2: 0.7, LAST_YEAR - 1: 1.0, LAST_YEAR: 0.25}
SOURCE = "Dữ liệu minh họa"
NEWSPAPER = "Báo Giáo dục và Thời đại"
# (title, whether it is about digital change)
INITIATIVES = (
    ("Ứng dụng trí tuệ nhân tạo trong soạn bài và kiểm tra đánh giá", True),
    ("Xây dựng kho học liệu số dùng chung trong tổ chuyên môn", True),
    ("Quản lý hồ sơ trẻ bằng bảng tính dùng chung", True),
    ("Hướng dẫn phụ huynh sử dụng sổ liên lạc điện tử ở điểm trường lẻ", True),
    ("Tăng cường tiếng Việt cho trẻ dân tộc thiểu số qua trò chơi dân gian", False),
    ("Nâng cao kỹ năng đọc hiểu cho học sinh vùng khó khăn", False),
    ("Làm đồ dùng dạy học từ vật liệu sẵn có ở địa phương", False),
    ("Giáo dục kỹ năng sống qua hoạt động trải nghiệm", False),
)
ARTICLES = (
    "Thầy trò vùng biên với lớp học số",
    "Điểm trường lẻ nối mạng, trẻ vui đến lớp",
    "Bình dân học vụ số đến từng thôn bản",
    "Chuyển đổi số từ những việc nhỏ trong nhà trường",
)
ARTICLE_LINK = "https://bao-minh-hoa.example.org/{year}/{school}/{number}"
SCHOOL_COURSES = {
    "teacher": "tri-tue-nhan-tao-trong-day-hoc",
    "pupil": "an-toan-tren-mang",
    "parent": "dich-vu-cong-truc-tuyen",
}
PLACE_COURSES = {
    "official": "chuyen-doi-so-co-ban",
    "villager": "dung-dien-thoai-thong-minh",
}
PRESCHOOLS = ("MN", "MG", "NT")


def register_tables(world, intakes):
    return [
        *school_registers(world),
        *CourseMaker(world, intakes).run(),
        audience_table(world),
    ]


def school_registers(world):
    """Initiatives, subscriptions and articles of the last years."""
    chance = world.chance("registers")
    initiatives = Table(
        Initiative,
        *("institution_id", "school_year_id", "title", "is_digital"),
        *("recognition", "decision"),
    )
    copies = Table(
        PressSubscription, "institution_id", "school_year_id", "newspaper", "copies"
    )
    articles = Table(
        PressArticle,
        *("institution_id", "school_year_id", "newspaper", "title"),
        *("published_on", "link"),
    )
    for year in YEARS:
        for school in world.open_schools(year):
            count = round(chance.choice((0, 1, 1, 2, 2, 3, 4)) * FULLNESS[year])
            for title, digital in chance.sample(INITIATIVES, count):
                level = chance.choices(("school", "province"), (9, 1))[0]
                initiatives.add(school.pk, year, title, digital, level, "")
            if number := chance.choice((0, 1, 1, 2, 2, 3)):
                copies.add(school.pk, year, NEWSPAPER, number)
            count = round(chance.choice((0, 0, 0, 1, 1, 2, 4)) * FULLNESS[year])
            for number, title in enumerate(chance.sample(ARTICLES, count), start=1):
                day = in_year(world, year, chance)
                link = ARTICLE_LINK.format(year=year, school=school.code, number=number)
                articles.add(school.pk, year, NEWSPAPER, title, day, link)
    return [initiatives, copies, articles]


def in_year(world, year, chance):
    """A day of the school year that has already passed."""
    last = min(date(year + 1, 5, 20), world.today - timedelta(days=1))
    first = min(date(year, 9, 10), last)
    return first + timedelta(days=chance.randint(0, (last - first).days))


class CourseMaker:
    """One session a year in most schools, and one in every commune."""

    def __init__(self, world, intakes):
        self.world, self.intakes = world, intakes
        self.chance = world.chance("courses")
        self.courses = dict(Course.objects.values_list("code", "pk"))
        self.first = next_number(CourseSession)
        self.sessions = Table(
            CourseSession,
            *("id", "course_id", "school_year_id", "commune_id", "institution_id"),
            *("place", "trainer", "starts_on", "ends_on"),
        )
        self.learners = Table(
            SessionLearners,
            *("session_id", "group", "enrolled", "completed", "certified"),
            *("first_time", "female"),
        )

    def run(self):
        for year in YEARS[1:]:
            for school in self.world.open_schools(year):
                if self.chance.random() < FULLNESS[year]:
                    self.of_school(school, year)
            for place in self.world.places:
                if self.chance.random() < FULLNESS[year] + 0.2:
                    self.of_place(place, year)
        return [self.sessions, self.learners]

    def of_school(self, school, year):
        intake = self.intakes.get((year, school))
        pupils = sum(g.pupils for g in intake.groups.values()) if intake else 40
        people = {"teacher": max(6, pupils // 13), "pupil": pupils, "parent": pupils}
        if school.kind in PRESCHOOLS:
            del people["pupil"]
        managed = school.place.code if school.managed else None
        for group, count in people.items():
            if group == "teacher" or self.chance.random() < 0.75:
                course = SCHOOL_COURSES[group]
                number = self.hold(course, year, managed, school.pk, school.name)
                self.attend(number, group, count, self.chance.uniform(0.35, 0.95))

    def of_place(self, place, year):
        people = {"official": 45, "villager": place.residents // 30}
        for group, count in people.items():
            course = PLACE_COURSES[group]
            hall = f"Nhà văn hóa {place.name}"
            number = self.hold(course, year, place.code, None, hall)
            self.attend(number, group, count, self.chance.uniform(0.5, 0.9))

    def hold(self, course, year, commune, school, place):
        number = self.first + len(self.sessions.rows)
        day = in_year(self.world, year, self.chance)
        self.sessions.add(
            *(number, self.courses[course], year, commune, school, place, ""),
            *(day, day),
        )
        return number

    def attend(self, session, group, people, share):
        enrolled = round(people * share)
        completed = round(enrolled * self.chance.uniform(0.8, 1))
        self.learners.add(
            *(session, group, enrolled, completed, completed // 2),
            *(completed, round(completed * 0.6)),
        )


def audience_table(world):
    """Grown-up people of each commune, where no return counts them."""
    table = Table(Audience, "commune_id", "school_year_id", "group", "total", "source")
    for year in YEARS[1:]:
        for place in world.places:
            table.add(place.code, year, "official", 60, SOURCE)
            table.add(place.code, year, "villager", place.residents // 2, SOURCE)
            table.add(place.code, year, "parent", place.residents // 4, SOURCE)
    return table


def team_table(world, first):
    """Two teams in each commune, three in a ward; and their numbers by place."""
    table = Table(Team, "id", "commune_id", "name", "members", "teachers", "is_active")
    chance, found = world.chance("teams"), {}
    for place in world.places:
        area = "khối phố" if place.is_ward else "thôn"
        for number in range(1, 3 + place.is_ward):
            key = first + len(table.rows)
            name = f"Tổ công nghệ số cộng đồng {area} {number}, {place.name}"
            members = chance.randint(5, 12)
            table.add(key, place.code, name, members, chance.randint(0, 2), True)
            found.setdefault(place, []).append((key, name))
    return table, found
