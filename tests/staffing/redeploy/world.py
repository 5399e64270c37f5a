"""A commune with three lower secondary schools, another with one, and their gaps."""

from datetime import date
from decimal import Decimal

from staffing.models import NormSet, StaffingGap, SubjectGap
from staffing.redeploy import deciding, planning
from tests import factories as make

LEVEL = "lower_secondary"
# After the 30 September that approved reports count.
DAY = date(2025, 10, 15)


class World:
    """`over` has two teachers of maths too many, `near` and `far` lack one each."""

    def __init__(self):
        make.reference()
        make.school_year()
        make.period()
        self.run = make.computation_run()
        self.norms = NormSet.objects.get(code="TT20-2023")
        self.commune = make.commune(name="Khánh Khê")
        self.other = make.commune(name="Bình Gia")
        self.over = self.school("Trường THCS Dư", self.commune, 0)
        self.near = self.school("Trường THCS Gần", self.commune, 3)
        self.across = self.school("Trường THCS Khác Xã", self.other, 2)
        self.posts = [
            self.teacher(self.over, f"Nông Văn {name}", started)
            for name, started in (
                ("Lâu", date(2010, 9, 1)),
                ("Mới", date(2020, 9, 1)),
                ("Giữa", date(2015, 9, 1)),
            )
        ]
        self.gap(self.over, surplus=2)
        self.gap(self.near, shortage=1)
        self.gap(self.across, shortage=1)
        self.official = make.official()
        self.head = make.owner(self.commune)
        self.other_head = make.owner(self.other)

    def school(self, name, commune, kilometres):
        """A school so many kilometres north of the middle."""
        school = make.institution("THCS", commune=commune, name=name)
        latitude = Decimal("21.80") + Decimal(kilometres) / 111
        make.site(school, is_main=True, latitude=round(latitude, 5), longitude="106.7")
        return school

    def teacher(self, school, name, started, subject="TOAN"):
        post = make.employee(school, subject_id=subject, started_on=started)
        post.person.full_name = name
        post.person.save()
        return post

    def gap(self, school, *, shortage=0, surplus=0, subject="TOAN", level=LEVEL):
        """Of one subject, and of the level as a whole."""
        required = 10 + shortage - surplus
        figures = {"institution": school, "school_year_id": make.YEAR, "level": level}
        SubjectGap.objects.create(
            **figures,
            subject_id=subject,
            norm_set=self.norms,
            need=required,
            required=required,
            present=10,
            run=self.run,
        )
        StaffingGap.objects.update_or_create(
            **figures,
            post_id="teacher",
            defaults={
                "norm_set": self.norms,
                "required_norm_classes": required,
                "required_actual_classes": required,
                "present_permanent": 10,
                "present_contract": 0,
                "run": self.run,
            },
        )

    def plan(self):
        plan = planning.begin(year=make.YEAR, by=self.official)
        planning.make(plan.pk)
        plan.refresh_from_db()
        return plan

    def settled(self):
        """A plan with every move accepted, and its decisions drawn up."""
        plan = self.plan()
        deciding.accept_all(plan, by=self.official, moves=plan.moves.all())
        deciding.settle(plan, by=self.official)
        plan.refresh_from_db()
        return plan


def moves(plan):
    """{person's name: (target's name, status)}"""
    rows = plan.moves.select_related("person", "target")
    return {row.person.full_name: (row.target.name, row.status) for row in rows}
