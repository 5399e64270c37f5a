"""The accounts of the demo: one for each role, all with the same password."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from communes.models import User
from communes.scoping import Role
from schools.models import Institution

PASSWORD = "LangSon@2026"
KHANH_KHE = "06286"


@dataclass(frozen=True)
class Account:
    key: str
    username: str
    role: Role
    full_name: str
    commune: str | None = None


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


def add_accounts():
    """Create or renew the accounts; the communes and schools must be there."""
    clerk_school = (
        Institution.objects.filter(managing_commune=KHANH_KHE, closed_on=None)
        .order_by("code")
        .first()
    )
    password = make_password(PASSWORD)
    for account in ACCOUNTS:
        is_admin = account.role == Role.ADMIN
        is_clerk = account.role == Role.SCHOOL_CLERK
        User.objects.update_or_create(
            username=account.username,
            defaults={
                "password": password,
                "role": account.role,
                "first_name": account.full_name,
                "commune_id": account.commune,
                "institution_code": clerk_school.code if is_clerk else "",
                "is_staff": is_admin,
                "is_superuser": is_admin,
            },
        )
