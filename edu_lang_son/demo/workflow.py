"""The state of every return: five years settled, the open period in full swing."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from communes.approvable import State

from .base import LAST_YEAR, LATEST, YEARS
from .places import start_dates

LOCAL = timezone(timedelta(hours=7))
KHANH_KHE, BINH_GIA = "06286", "06112"
REJECTIONS = (
    (
        "Lớp 3: số học sinh nữ lệch với danh sách lớp đã gửi ngày 12/10. "
        "Đề nghị trường rà soát và nộp lại."
    ),
    (
        "Số phòng học kiên cố ít hơn năm trước nhưng chưa có giải trình. "
        "Đề nghị kiểm tra biểu cơ sở vật chất và nộp lại."
    ),
)
UNLOCK = "Nhập thiếu 2 học sinh chuyển đến trước ngày 30/9, xin mở khóa để bổ sung."


@dataclass(eq=False)
class Return:
    pk: int
    school: object
    year: int
    kind: str
    state: str = State.DRAFT
    submitted_by: int | None = None
    submitted_at: datetime | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str = ""
    unlock_by: int | None = None
    unlock_at: datetime | None = None
    unlock_reason: str = ""
    # How much of it is filled in: everything, some rows, or nothing yet.
    filled: str = "all"


class Workflow:
    def __init__(self, world, intakes, accounts):
        self.world, self.intakes, self.accounts = world, intakes, accounts
        self.chance = world.chance("workflow")
        self.returns = []

    def run(self):
        for year in YEARS:
            schools = [s for s in self.world.schools if (year, s) in self.intakes]
            for kind in ("start", "end"):
                if year == LAST_YEAR:
                    if kind == "start":
                        self.open_period(schools)
                    continue
                self.closed_period(year, kind, schools)
        self.ask_for_unlock()
        return self.returns

    def add(self, school, year, kind):
        item = Return(len(self.returns) + 1, school, year, kind)
        self.returns.append(item)
        return item

    def due(self, year, kind):
        if kind == "start":
            return start_dates(self.world, year)[2]
        return start_dates(self.world, year)[2].replace(year=year + 1, month=6, day=30)

    def moment(self, day):
        """Some working hour of `day`, never after the day of loading."""
        day = min(day, self.world.today - timedelta(days=1))
        minutes = self.chance.randint(7 * 60 + 30, 17 * 60)
        return datetime.combine(day, time(minutes // 60, minutes % 60), LOCAL)

    def submit(self, item, moment):
        item.state = State.SUBMITTED
        item.submitted_by = self.accounts.author_for(item.school)
        item.submitted_at = moment

    def decide(self, item, state, days):
        item.state = state
        item.decided_by = self.accounts.official
        item.decided_at = max(
            self.moment(item.submitted_at.date() + timedelta(days=days)),
            item.submitted_at + timedelta(hours=2),
        )

    def senders(self, schools):
        """Schools by who hands in: a commune all its own at once, others one by one."""
        groups = {}
        for school in schools:
            key = school.place.code if school.managed else school.code
            groups.setdefault(key, []).append(school)
        return groups

    def closed_period(self, year, kind, schools):
        due, senders = self.due(year, kind), self.senders(schools)
        communes = sorted(key for key in senders if len(key) == 5)
        count = min(len(communes) - 1, self.chance.randint(2, 4))
        late = self.chance.sample(communes, count)
        waiting = []
        if (year, kind) == (LATEST, "end"):
            few = min(3, max(1, len(communes) // 20))
            waiting = [c for c in late if c != KHANH_KHE][:few]
        for key, group in senders.items():
            days = (
                self.chance.randint(1, 9)
                if key in late
                else -self.chance.randint(0, 20)
            )
            moment = self.moment(due + timedelta(days=days))
            for school in group:
                item = self.add(school, year, kind)
                self.submit(item, moment)
                if key not in waiting:
                    state = State.APPROVED if year == LATEST else State.LOCKED
                    self.decide(item, state, self.chance.randint(1, 8))

    def open_period(self, schools):
        """About half the communes have handed in; two schools were sent back."""
        senders = self.senders(schools)
        communes = [
            key for key in senders if len(key) == 5 and key not in (KHANH_KHE, BINH_GIA)
        ]
        self.chance.shuffle(communes)
        half = len(communes) // 2
        handed_in = [BINH_GIA, *communes[:half]]
        approved = communes[: len(communes) * 2 // 7]
        sent_back = {BINH_GIA: REJECTIONS[0], communes[half - 1]: REJECTIONS[1]}
        for key, group in senders.items():
            if len(key) != 5:
                self.department_school(group[0])
                continue
            moment = self.recent_moment(5, 22)
            items = [self.add(school, LAST_YEAR, "start") for school in group]
            if key not in handed_in:
                self.leave_drafts(key, items)
                continue
            for item in items:
                self.submit(item, moment)
                if key in approved or (key in sent_back and item is items[0]):
                    self.decide(item, State.APPROVED, self.chance.randint(1, 3))
            if key in sent_back:
                self.send_back(items, sent_back[key])

    def recent_moment(self, low, high):
        days = self.chance.randint(low, high)
        return self.moment(self.world.today - timedelta(days=days))

    def send_back(self, items, reason):
        item = next(i for i in items[1:] if i.school.kind in ("TH", "TH-THCS"))
        self.decide(item, State.REJECTED, 2)
        item.reason = reason

    def department_school(self, school):
        item = self.add(school, LAST_YEAR, "start")
        luck = self.chance.random()
        if luck < 0.6:
            self.submit(item, self.recent_moment(3, 20))
        if luck < 0.4:
            self.decide(item, State.APPROVED, 2)
        if luck >= 0.6:
            item.filled = self.chance.choice(["all", "some", "nothing"])

    def leave_drafts(self, key, items):
        for number, item in enumerate(items):
            item.filled = self.chance.choice(["all", "some", "some", "nothing"])
            if key == KHANH_KHE:
                # Nine of eleven schools are done: two pieces of work are left.
                item.filled = {4: "some", 7: "nothing"}.get(number, "all")

    def ask_for_unlock(self):
        """One approved school noticed a mistake and asks to mend it."""
        item = next(
            item
            for item in self.returns
            if (item.year, item.kind, item.state) == (LATEST, "start", State.APPROVED)
            and item.school.managed
            and item.school.place.code not in (KHANH_KHE, BINH_GIA)
        )
        item.unlock_by = self.accounts.author_for(item.school)
        item.unlock_at = self.recent_moment(1, 2)
        item.unlock_reason = UNLOCK
