"""The accounts of the demo: one for each role and commune, all with one password."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.contrib.auth.hashers import make_password

from communes.models import User
from communes.scoping import Role

from .copying import Table, next_number

PASSWORD = "LangSon@2026"
KHANH_KHE, BINH_GIA = "06286", "06112"
REVIEWERS = 4


@dataclass(frozen=True)
class Account:
    key: str
    username: str
    role: Role
    full_name: str
    commune: str | None = None
    institution: str = ""


ACCOUNTS = [
    Account("admin", "quantri", Role.ADMIN, "Quản trị (thử nghiệm)"),
    Account("official", "chuyenvien", Role.OFFICIAL, "Chuyên viên Sở (thử nghiệm)"),
    Account(
        "khanh_khe_head",
        "khanhkhe",
        Role.COMMUNE_HEAD,
        "Trưởng phòng VH-XH Khánh Khê (thử nghiệm)",
        KHANH_KHE,
    ),
    Account(
        "khanh_khe_officer",
        "khanhkhe_cv",
        Role.COMMUNE_OFFICER,
        "Chuyên viên VH-XH Khánh Khê (thử nghiệm)",
        KHANH_KHE,
    ),
    Account(
        "khanh_khe_reader",
        "khanhkhe_ld",
        Role.COMMUNE_READER,
        "Lãnh đạo UBND xã Khánh Khê (thử nghiệm)",
        KHANH_KHE,
    ),
    Account(
        "binh_gia_head",
        "binhgia",
        Role.COMMUNE_HEAD,
        "Trưởng phòng VH-XH Bình Gia (thử nghiệm)",
        BINH_GIA,
    ),
    Account(
        "school_clerk",
        "khanhkhe_truong",
        Role.SCHOOL_CLERK,
        "Cán bộ nhập liệu (thử nghiệm)",
        KHANH_KHE,
    ),
]


def accounts_by_role():
    """User names by the key under which scripts ask for them."""
    return {account.key: account.username for account in ACCOUNTS}


class AccountMaker:
    """All accounts of a world, with the numbers that its returns refer to."""

    def __init__(self, world):
        self.world = world
        self.accounts = [self.placed(account) for account in ACCOUNTS]
        self.add_heads()
        self.add_clerks()
        self.add_reviewers()
        self.add_officers()
        first = next_number(User)
        self.numbers = {
            account.username: first + index
            for index, account in enumerate(self.accounts)
        }

    def placed(self, account):
        if account.role != Role.SCHOOL_CLERK:
            return account
        school = next(
            s
            for s in self.world.schools
            if s.place.code == account.commune and s.closed_on is None
        )
        return Account(
            account.key,
            account.username,
            account.role,
            f"{account.full_name.removesuffix(' (thử nghiệm)')} {school.name} (thử nghiệm)",
            account.commune,
            school.code,
        )

    def add_heads(self):
        known = {a.commune for a in self.accounts if a.role == Role.COMMUNE_HEAD}
        for place in self.world.places:
            if place.code not in known:
                name = f"Trưởng phòng VH-XH {place.name} (thử nghiệm)"
                username = f"head_{place.code}"
                self.accounts.append(
                    Account(username, username, Role.COMMUNE_HEAD, name, place.code)
                )

    def add_clerks(self):
        """Schools of the department hand in their returns themselves."""
        for school in self.world.schools:
            if not school.managed:
                name = f"Cán bộ nhập liệu {school.name} (thử nghiệm)"[:150]
                username = f"clerk_{school.code.lower()}"
                self.accounts.append(
                    Account(
                        username,
                        username,
                        Role.SCHOOL_CLERK,
                        name,
                        school.place.code,
                        school.code,
                    )
                )

    def add_reviewers(self):
        """Officials who mark the entries of the campaign beside the one known by name."""
        for number in range(1, REVIEWERS + 1):
            name = f"Chuyên viên thẩm định {number} (thử nghiệm)"
            username = f"thamdinh{number}"
            self.accounts.append(Account(username, username, Role.OFFICIAL, name))

    def add_officers(self):
        """In every eighth commune somebody prepares what the head then checks."""
        for place in self.world.places[::8]:
            if place.code != KHANH_KHE:
                name = f"Chuyên viên VH-XH {place.name} (thử nghiệm)"
                username = f"officer_{place.code}"
                self.accounts.append(
                    Account(username, username, Role.COMMUNE_OFFICER, name, place.code)
                )

    def officer_of(self, code):
        """Somebody of the commune who is not its head, if there is one."""
        return next(
            (
                self.numbers[a.username]
                for a in self.accounts
                if a.role == Role.COMMUNE_OFFICER and a.commune == code
            ),
            None,
        )

    @property
    def reviewers(self):
        """Everybody at the department who marks entries."""
        names = [f"thamdinh{number}" for number in range(1, REVIEWERS + 1)]
        return [self.official, *(self.numbers[name] for name in names)]

    @property
    def school_clerk(self):
        return next(a for a in self.accounts if a.key == "school_clerk")

    @property
    def admin(self):
        return self.numbers[accounts_by_role()["admin"]]

    def head_of(self, code):
        return next(
            self.numbers[a.username]
            for a in self.accounts
            if a.role == Role.COMMUNE_HEAD and a.commune == code
        )

    def author_for(self, school):
        """Whoever hands in the returns of `school`."""
        if school.managed:
            return self.head_of(school.place.code)
        return self.numbers[f"clerk_{school.code.lower()}"]

    @property
    def official(self):
        return self.numbers[accounts_by_role()["official"]]

    def table(self):
        table = Table(
            User,
            "id",
            "password",
            "is_superuser",
            "username",
            "first_name",
            "last_name",
            "email",
            "is_staff",
            "is_active",
            "date_joined",
            "role",
            "commune_id",
            "institution_code",
        )
        # One salt of the seed: the same world has the same rows, and hashing once is quick.
        salt = hashlib.sha256(f"demo {self.world.seed}".encode()).hexdigest()[:32]
        password = make_password(PASSWORD, salt=salt)
        joined = datetime.combine(self.world.today, time(1), UTC)
        for account in self.accounts:
            is_admin = account.role == Role.ADMIN
            table.add(
                self.numbers[account.username],
                password,
                is_admin,
                account.username,
                account.full_name,
                "",
                "",
                is_admin,
                True,
                joined,
                str(account.role),
                account.commune,
                account.institution,
            )
        return table
