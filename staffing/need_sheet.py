"""The staffing need sheet: classes, pupils, norm, places, people, by three groups."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes.documents.blocks import (
    Column,
    Document,
    Foot,
    Kind,
    Letterhead,
    Note,
    Signer,
    Table,
)
from communes.documents.dates import in_words
from communes.levels import Level
from communes.models import Province
from communes.papers.kinds import NothingToReport
from communes.search import fold
from schools.models import GradeFigures
from staffing import norms
from staffing.models import NormSet, PlaceGap, Post, StaffingGap

# Quản lý, chuyên môn, hỗ trợ: which groups of posts each sheet adds up.
SHEETS = (
    ("managers", "Nhóm quản lý", (Post.Group.MANAGER,)),
    (
        "professionals",
        "Nhóm chuyên môn (giáo viên, Tổng phụ trách Đội)",
        (Post.Group.TEACHER, Post.Group.YOUTH_LEADER),
    ),
    ("support", "Nhóm hỗ trợ", (Post.Group.SUPPORT,)),
)
NORMED = Q(required_actual_classes__isnull=False)


def write(order):
    """The sheet of a commune's schools, or of the province commune by commune."""
    with translation.override("vi"):
        sheet = Sheet(order)
        return Document(
            kind="Biểu",
            title=f"Cơ cấu, nhu cầu đội ngũ năm học {order.year.name}, {sheet.place}",
            letterhead=sheet.letterhead(),
            blocks=sheet.blocks(),
            foot=Foot(Signer(sheet.signer), ("Lưu: VT.",), None),
            mark=sheet.mark(),
            facts=[("Phạm vi", sheet.place), ("Năm học", order.year.name)],
            made_at=timezone.localtime().isoformat(timespec="seconds"),
        )


class Sheet:
    """What one order is about: its rows are schools, or communes of the province."""

    def __init__(self, order):
        self.year, self.commune = order.year, order.commune
        self.province = Province.objects.order_by("code").first()
        where = {"institution__commune": self.commune} if self.commune else {}
        self.gaps = StaffingGap.objects.filter(school_year=self.year, **where)
        self.places = PlaceGap.objects.filter(school_year=self.year, **where)
        self.grades = GradeFigures.objects.filter(
            school_return__in=self.gaps.values("institution__returns"),
            school_return__period__school_year=self.year,
            school_return__period__kind="start",
            classes__isnull=False,
        )
        if not self.gaps.exists():
            raise NothingToReport(
                _(
                    "Năm học %(year)s chưa có định mức, thừa thiếu đã tính ở phạm vi này. "
                    "Hãy chờ các trường nộp báo cáo đầu năm rồi tính lại."
                )
                % {"year": self.year.name}
            )

    @property
    def place(self):
        return self.commune.full_name if self.commune else f"tỉnh {self.province.name}"

    @property
    def signer(self):
        return "TM. Ủy ban nhân dân\nChủ tịch" if self.commune else "Giám đốc"

    def mark(self):
        if self.province and self.province.is_demo:
            return "(Dữ liệu minh họa, không phải số liệu chính thức)"
        return ""

    def letterhead(self):
        day = in_words(timezone.localdate())
        if self.commune:
            agency = f"Ủy ban nhân dân\n{self.commune.full_name}"
            where = f"{self.commune.name}, {day}"
            return Letterhead("", agency, "Số:       /BC-UBND", where)
        return Letterhead(
            f"UBND tỉnh {self.province.name}",
            "Sở Giáo dục và Đào tạo",
            "Số:       /BC-SGDĐT",
            f"{self.province.name}, {day}",
        )

    def key(self, prefix=""):
        """Fields that name a row: its own code first, then what it is called."""
        if self.commune:
            return f"{prefix}institution__code", f"{prefix}institution__name"
        return (
            f"{prefix}institution__commune",
            f"{prefix}institution__commune__name",
        )

    def blocks(self):
        """The sums of the three groups on the first page, each row of them behind."""
        by_level = [self.classes(level) for level in Level if self.has(level)]
        groups = [self.group(*sheet) for sheet in SHEETS]
        notes = [Note(self.basis()), *map(Note, self.marks())]
        return [in_sum(groups), *notes, *by_level, *groups]

    def has(self, level):
        return self.grades.filter(grade__level=level).exists()

    def classes(self, level):
        """Classes and pupils of one level, grade by grade."""
        rows = self.grades.filter(grade__level=level)
        names = dict(
            rows.order_by("grade__order").values_list("grade", "grade__name").distinct()
        )
        code, name = self.key("school_return__")
        found, labels = defaultdict(dict), {}
        for row in rows.values(code, name, "grade").annotate(
            all_classes=Sum("classes"), all_pupils=Sum("pupils")
        ):
            labels[row[code]] = row[name]
            found[row[code]][row["grade"]] = row["all_classes"], row["all_pupils"]
        lines = [
            [labels[key], *self._by_grade(found[key], names)]
            for key in sorted(found, key=lambda key: fold(labels[key]))
        ]
        return Table(
            f"classes-{level}",
            f"Lớp, học sinh theo khối: {Level(level).label.lower()}",
            [Column(self.heading, width=3), *grade_columns(names)],
            lines,
            summed(lines),
            is_wide=True,
        )

    def _by_grade(self, own, names):
        pairs = [own.get(grade, (None, None)) for grade in names]
        whole = [sum(pair[n] or 0 for pair in pairs) for n in (0, 1)]
        return [number for pair in [*pairs, whole] for number in pair]

    @property
    def heading(self):
        return "Trường" if self.commune else "Xã, phường"

    def group(self, code, title, groups):
        """Norm, places, people, contracts and both gross gaps of one group of posts."""
        key, name = self.key()
        people = {
            row[key]: row
            for row in self.gaps.filter(post__group__in=groups)
            .values(key, name)
            .annotate(
                required=Sum("required_actual_classes"),
                permanent=Sum("present_permanent", filter=NORMED),
                contract=Sum("present_contract", filter=NORMED),
                free=Sum("present", filter=~NORMED),
                short=Sum("shortage_actual_classes"),
                over=Sum("surplus_actual_classes"),
                rows=Count("pk"),
            )
        }
        places = {
            row[key]: row
            for row in self.places.filter(group__in=groups)
            .values(key)
            .annotate(
                given=Sum("places"),
                below=Sum("shortage"),
                above=Sum("surplus"),
                open=Sum("unfilled"),
            )
        }
        lines = [
            line(row[name], row, places.get(own, {}))
            for own, row in sorted(people.items(), key=lambda item: fold(item[1][name]))
        ]
        return Table(
            code,
            f"{title}: định mức, biên chế giao, có mặt, thừa, thiếu",
            [Column(self.heading, width=3), *COLUMNS],
            lines,
            summed(lines),
            is_wide=True,
        )

    def basis(self):
        """The documents applied, and how classes are counted."""
        applied = norms.applied_in(self.year.start).values()
        papers = sorted({one.norm_set.document for one in applied})
        return (
            f"Căn cứ: {'; '.join(papers)}. Định mức là mức tối đa, tính theo số lớp thực "
            "tế của từng trường công lập trên địa bàn, kể cả trường do Sở quản lý."
        )

    def marks(self):
        """What a reader must know before using a number."""
        yield (
            "Thiếu và thừa là hai tổng riêng, không bù trừ giữa các trường, các vị trí. "
            "“So với định mức” tính cả hợp đồng; “so với biên chế giao” chỉ tính viên "
            "chức có mặt; “chưa tuyển” là biên chế chưa có ai giữ."
        )
        yield (
            "Cột “không có định mức”: người ở vị trí mà văn bản không cho số (y tế, bảo "
            "vệ, phục vụ, nấu ăn…), không tính thừa, thiếu."
        )
        sets = NormSet.objects.filter(
            pk__in=self.gaps.values("norm_set"), confirmed=False
        )
        if sets.exists():
            yield "Cách làm tròn, cách đếm lớp và các số đánh dấu trong bộ định mức cần xác nhận."


COLUMNS = (
    Column("Định mức", Kind.DECIMAL, 2),
    Column("Biên chế giao", Kind.WHOLE),
    Column("Viên chức", Kind.WHOLE, group="Có mặt"),
    Column("Hợp đồng", Kind.WHOLE, group="Có mặt"),
    Column("Không có định mức", Kind.WHOLE, group="Có mặt"),
    Column("Thiếu", Kind.DECIMAL, 2, group="So với định mức"),
    Column("Thừa", Kind.DECIMAL, 2, group="So với định mức"),
    Column("Thiếu", Kind.WHOLE, group="So với biên chế giao"),
    Column("Vượt", Kind.WHOLE, group="So với biên chế giao"),
    Column("Chưa tuyển", Kind.WHOLE),
)


def in_sum(groups):
    """What the last line of each group's table says, one below the other."""
    return Table(
        "groups",
        "Định mức, biên chế giao, có mặt, thừa, thiếu theo nhóm vị trí",
        [Column("Nhóm vị trí", width=2.4), *COLUMNS],
        [
            [title, *group.totals[1:]]
            for (_code, title, _groups), group in zip(SHEETS, groups, strict=True)
        ],
    )


def line(name, people, places):
    return [
        name,
        people["required"],
        places.get("given"),
        people["permanent"],
        people["contract"],
        people["free"],
        people["short"],
        people["over"],
        places.get("below"),
        places.get("above"),
        places.get("open"),
    ]


def grade_columns(names):
    """Two columns for each grade, and two for all of them."""
    return [
        Column(label, Kind.WHOLE, group=name)
        for name in [*names.values(), "Cộng"]
        for label in ("Lớp", "HS")
    ]


def summed(lines):
    """Column sums; a column that nobody fills stays empty."""
    totals = ["Cộng"]
    for column in zip(*(row[1:] for row in lines), strict=True):
        known = [value for value in column if value is not None]
        totals.append(sum(known, Decimal(0)) if known else None)
    return totals
