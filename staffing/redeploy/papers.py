"""The annex to a decision of redeployment: who goes where, from which day."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.documents.blocks import (
    Column,
    Document,
    Foot,
    Kind,
    Letterhead,
    Note,
    Paragraph,
    Signer,
    Table,
)
from communes.documents.dates import in_words
from communes.models import Province
from communes.papers import kinds
from communes.papers.kinds import Group, NothingToReport, PaperKind
from communes.scoping import EDITING_COMMUNE_ROLES, PROVINCE_ROLES
from staffing.models import RedeployDecision

from . import words

COLUMNS = [
    Column("TT", Kind.WHOLE, width=0.4),
    Column("Họ và tên", width=1.8),
    Column("Ngày sinh"),
    Column("Vị trí, cấp học, môn", width=1.8),
    Column("Đơn vị đang công tác", width=2),
    Column("Đơn vị đến", width=2),
    Column("Hình thức", width=1.2),
    Column("Km", Kind.DECIMAL, 1, width=0.6),
]


def register_all():
    kinds.register(
        PaperKind(
            code="redeploy_annex",
            title=_("Phụ lục quyết định điều động"),
            about=_(
                "Danh sách người được điều động, biệt phái, dạy liên trường theo phương án đã chốt, để kèm quyết định."
            ),
            scopes=frozenset({kinds.PROVINCE, kinds.COMMUNE}),
            formats=("docx", "xlsx", "pdf"),
            write=annex,
            roles=PROVINCE_ROLES | EDITING_COMMUNE_ROLES,
            holds_people=True,
            group=Group.STAFF,
        )
    )


def annex(order):
    """The list of the newest settled plan of the year that this place signs."""
    paper = (
        RedeployDecision.objects.filter(
            plan__school_year=order.year,
            plan__state__in=["decided", "signed"],
            signer_commune=order.commune,
        )
        .select_related("plan", "signer_commune")
        .order_by("-plan_id")
        .first()
    )
    if paper is None:
        raise NothingToReport(
            "Chưa có phương án điều động đã chốt mà nơi này ký trong năm học. Hãy chốt "
            "phương án trước."
        )
    province = Province.objects.order_by("code").first()
    return Document(
        kind="Phụ lục",
        title="Danh sách viên chức, người lao động được điều động, biệt phái, "
        "dạy liên trường",
        letterhead=_letterhead(order, paper, province),
        blocks=_blocks(paper),
        foot=Foot(
            Signer("TM. Ủy ban nhân dân\nChủ tịch" if order.commune else "Giám đốc")
        ),
        facts=[
            ("Phương án", str(paper.plan)),
            ("Mã băm đầu vào", paper.plan.inputs_digest),
        ],
    )


def _letterhead(order, paper, province):
    day = in_words(paper.decided_on or timezone.localdate())
    number = f"Kèm theo Quyết định số {paper.number or '      /QĐ'}"
    if order.commune:
        agency = f"Ủy ban nhân dân\n{order.commune.full_name}"
        return Letterhead("", agency, number, f"{order.commune.name}, {day}")
    superior = f"UBND tỉnh {province.name}"
    agency = "Sở Giáo dục và Đào tạo"
    return Letterhead(superior, agency, number, f"{province.name}, {day}")


def _blocks(paper):
    moves = list(
        paper.moves.select_related(
            "person",
            "post",
            "assignment__post",
            "subject",
            "source__commune",
            "target__commune",
        ).order_by("target__search_name", "person__sort_name")
    )
    rows = [_row(place, move) for place, move in enumerate(moves, start=1)]
    since = (
        f" từ ngày {paper.effective_on:%d/%m/%Y}"
        if paper.effective_on is not None
        else ""
    )
    article = words.articles().get(
        "sign_commune" if paper.signer_commune_id else "sign_department", ""
    )
    return [
        Paragraph(
            "redeploy.annex",
            f"Danh sách gồm {len(rows)} người, thực hiện{since}. Thẩm quyền: {article}.",
        ),
        Table("redeploy", "Danh sách điều động", COLUMNS, rows, is_wide=True),
        Note(
            "Không trường nào xuống dưới định mức sau điều động; khoảng cách tính theo "
            "đường chim bay giữa hai điểm trường chính."
        ),
    ]


def _row(place, move):
    kind = move.get_kind_display()
    if move.kind == "part_load":
        kind = f"{kind} ({words.shown(move.share)})"
    elif move.until:
        kind = f"{kind} đến hết {move.until:%d/%m/%Y}"
    # The person's own post: a plan counts văn thư and kế toán together.
    post = move.assignment.post if move.assignment else move.post
    work = [str(post), move.get_level_display() if move.level else ""]
    work.append(move.subject.name if move.subject else "")
    return [
        place,
        move.person.full_name,
        f"{move.person.birth_date:%d/%m/%Y}",
        ", ".join(word for word in work if word),
        f"{move.source.name} ({move.source.commune.name})",
        f"{move.target.name} ({move.target.commune.name})",
        kind,
        move.kilometres,
    ]
