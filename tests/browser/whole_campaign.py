"""A commune before its first campaign: three primary schools with figures and people."""

from datetime import timedelta

from django.utils import timezone

from communes.recompute import recompute_year
from emulation import seeding
from emulation.entries.answers import items_of
from emulation.models import Answer, Evidence, Initiative, PressSubscription
from tests import factories as make

YEAR = make.YEAR
SCHOOLS = (
    "Trường Tiểu học Khánh Khê",
    "Trường Tiểu học Bình Trung",
    "Trường Tiểu học Xuân Long",
)
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


class Campaigning:
    """The people, the schools and what the registers know of them."""

    def __init__(self):
        make.reference()
        seeding.load_reference()
        self.commune = make.commune(name="Khánh Khê", cluster="Cao Lộc")
        self.schools = [
            make.complete_school(
                "TH", name=name, commune=self.commune, state="approved"
            )
            for name in SCHOOLS
        ]
        for number, school in enumerate(self.schools):
            PressSubscription.objects.create(
                institution=school, school_year_id=YEAR, copies=number + 1
            )
            Initiative.objects.create(
                institution=school, school_year_id=YEAR, title=f"Sáng kiến {number}"
            )
        recompute_year(YEAR)
        self.head = make.owner(self.commune, first_name="Trưởng phòng")
        self.clerk = make.clerk(self.schools[0], first_name="Văn thư")
        self.admin = make.admin(first_name="Quản trị")
        self.officials = [
            make.official(first_name=f"Chuyên viên {number}") for number in (1, 2, 3)
        ]

    def days(self):
        """The days of a campaign that begins today, by the name of their field."""
        today = timezone.localdate()
        after = {
            "starts_on": 0,
            "self_due_on": 10,
            "review_due_on": 20,
            "appeal_due_on": 25,
            "announce_on": 30,
        }
        return {name: f"{today + timedelta(days=more)}" for name, more in after.items()}


def answer_everything(entry, share):
    """What a colleague typed for another school: every open item, with a link each."""
    known = set(entry.answers.exclude(amount=None).values_list("item", flat=True))
    for item in items_of(entry):
        if item.pk in known:
            continue
        amount, out_of = _worth(item, share)
        row, _made = Answer.objects.update_or_create(
            entry=entry, item=item, defaults={"amount": amount, "out_of": out_of}
        )
        Evidence.objects.create(answer=row, link=f"https://example.org/{item.pk}")


def _worth(item, share):
    """An answer worth `share` of the item's points; yes where the question is yes or no."""
    if item.kind == item.Kind.YES_NO:
        return 1, None
    if item.kind == item.Kind.POINTS:
        return round(item.max_points * share), None
    if item.kind == item.Kind.SHARE:
        return round(item.target * share), 100
    return round(item.target * share), None
