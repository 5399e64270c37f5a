"""The life of a report: begun, built, edited, checked, issued; and what moved since."""

import hashlib
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes.documents import storing
from communes.documents.blocks import Paragraph, Table, written
from communes.documents.book import tables_of
from communes.documents.dates import in_words
from communes.models import Report, ReportFile, ReportText
from communes.reporting.building import annual_report
from communes.reporting.files import FORMATS

State = Report.State


class ReportError(Exception):
    """Something that may not be done with a report, with a sentence for the person."""


def begin(*, year, commune=None, by):
    """The report in work of this year and place; a new edition after an issued one."""
    rows = Report.objects.filter(school_year=year, commune=commune)
    in_work = rows.exclude(state=State.ISSUED).first()
    if in_work:
        return in_work
    last = rows.order_by("-edition").first()
    try:
        with transaction.atomic():
            return Report.objects.create(
                school_year_id=year,
                commune_id=commune,
                edition=last.edition + 1 if last else 1,
                created_by=by,
            )
    except IntegrityError:
        # Somebody else began it at this very moment.
        return rows.exclude(state=State.ISSUED).get()


def build(report_id, *, on_progress=lambda done, total: None):
    """Compose the report anew and make its files; all of it or nothing.

    Raises NothingToReport where there are no values, ReportError for an issued one.
    """
    report = Report.objects.get(pk=report_id)
    if report.state == State.ISSUED:
        raise ReportError(_("Báo cáo đã ban hành, không lập lại. Hãy lập lần mới."))
    total = len(FORMATS) + 1
    document = with_texts(
        annual_report(report.school_year_id, report.commune_id), report
    )
    on_progress(1, total)
    made = {}
    for place, (kind, write) in enumerate(FORMATS.items(), start=2):
        made[kind] = write(document)
        on_progress(place, total)
    _keep(report, document, made)
    return {
        "report": report.pk,
        "bytes": {kind: len(one) for kind, one in made.items()},
    }


@transaction.atomic
def _keep(report, document, made):
    content = storing.dump(document)
    changed = Report.objects.filter(pk=report.pk).exclude(state=State.ISSUED)
    # A new build is a draft again: what was checked was another paper.
    moved = changed.update(
        content=content,
        digest=storing.digest(content),
        built_at=timezone.now(),
        state=State.DRAFT,
        checked_by=None,
        checked_at=None,
    )
    if not moved:
        raise ReportError(_("Báo cáo vừa được ban hành, không lập lại được."))
    _keep_files(report, made)


def _keep_files(report, made):
    ReportFile.objects.filter(report=report).delete()
    ReportFile.objects.bulk_create(
        ReportFile(
            report=report,
            kind=kind,
            content=content,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
        )
        for kind, content in made.items()
    )


def with_texts(document, report):
    """`document` with the words of people in the place of what was generated."""
    texts = {}
    for text in report.texts.all():
        texts.setdefault(text.key, {})[text.place] = text
    blocks = []
    for block in document.blocks:
        blocks += _said(block, texts.get(getattr(block, "key", None), {}))
    return replace(document, blocks=blocks)


def _said(block, texts):
    if not texts:
        return [block]
    own = texts.get(0)
    found = [block] if own is None else []
    if own is not None and own.text:
        found.append(replace(block, text=own.text))
    added = (text for place, text in sorted(texts.items()) if place)
    return found + [
        Paragraph(f"{block.key}+{one.place}", one.text, block.is_point) for one in added
    ]


@transaction.atomic
def write_text(report, key, text, *, by, place=0, generated=""):
    """Put a sentence otherwise (place 0; empty: leave it out) or add one after it."""
    if report.state == State.ISSUED:
        raise ReportError(_("Báo cáo đã ban hành, không sửa được nữa."))
    row, _made = ReportText.objects.update_or_create(
        report=report,
        key=key,
        place=place,
        defaults={"text": text.strip(), "replaced": generated, "written_by": by},
    )
    return row


def forget_text(report, key, *, place=0):
    """Back to what the system writes."""
    if report.state == State.ISSUED:
        raise ReportError(_("Báo cáo đã ban hành, không sửa được nữa."))
    ReportText.objects.filter(report=report, key=key, place=place).delete()


def check(report, *, by):
    """Somebody has read it: draft -> checked. The digest says what was read."""
    moved = Report.objects.filter(
        pk=report.pk, state=State.DRAFT, digest=report.digest
    ).exclude(digest="")
    if not moved.update(state=State.CHECKED, checked_by=by, checked_at=timezone.now()):
        raise ReportError(
            _(
                "Báo cáo đã được lập lại hoặc chưa lập xong. Hãy mở lại trang và đọc bản mới."
            )
        )


@transaction.atomic
def issue(report, *, number, issued_on, signer, by):
    """Give it number, day and signer, make the files once more, and freeze it."""
    if not number.strip():
        raise ReportError(_("Hãy ghi số, ký hiệu của báo cáo."))
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.state != State.CHECKED or row.digest != report.digest:
        raise ReportError(
            _("Chỉ ban hành được báo cáo đã kiểm tra và không đổi từ đó.")
        )
    document = _signed(storing.load(row.content), number, issued_on, signer)
    with translation.override("vi"):
        made = {kind: write(document) for kind, write in FORMATS.items()}
    _keep_files(row, made)
    content = storing.dump(document)
    Report.objects.filter(pk=row.pk).update(
        content=content,
        digest=storing.digest(content),
        number=number.strip(),
        issued_on=issued_on,
        signer=signer.strip(),
        state=State.ISSUED,
        issued_by=by,
        issued_at=timezone.now(),
    )


def _signed(document, number, issued_on, signer):
    place = document.letterhead.place_and_date.split(",")[0]
    head = replace(
        document.letterhead,
        number=f"Số: {number.strip()}",
        place_and_date=f"{place}, {in_words(issued_on)}",
    )
    signed = replace(document.foot.signer, name=signer.strip())
    return replace(
        document, letterhead=head, foot=replace(document.foot, signer=signed)
    )


@dataclass(frozen=True)
class Moved:
    """One figure that is not what it was when the report was issued."""

    table: str
    row: str
    column: str
    before: str
    now: str


def moved_since(report):
    """Every figure of the report that today's values would print otherwise."""
    with translation.override("vi"):
        before = _cells(storing.load(report.content))
        now = _cells(annual_report(report.school_year_id, report.commune_id))
        return [
            Moved(*key[1:], _text(before.get(key)), _text(now.get(key)))
            for key in dict.fromkeys([*before, *now])
            if _text(before.get(key)) != _text(now.get(key))
        ]


def _text(cell):
    return "" if cell is None else written(*cell)


def _cells(document):
    """{(code, title, row, column): (column, value)} of every number in every table."""
    found = {}
    for table in tables_of(document):
        rows = [*table.rows, *([table.totals] if table.totals is not None else [])]
        for row in rows:
            name = _name(table, row)
            for column, value in zip(table.columns, row, strict=True):
                if column.is_number and column.label != "TT":
                    label = f"{column.group}: {column.label}".lstrip(": ")
                    found[table.code, table.title, name, label] = (column, value)
    return found


def _name(table: Table, row):
    """The words of a row: its first text."""
    for column, value in zip(table.columns, row, strict=True):
        if not column.is_number:
            return str(value)
    return ""
