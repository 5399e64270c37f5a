"""A paper from its order to its files: kept whole or not at all, and made again at will."""

import hashlib
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes import jobs
from communes.models import Paper, PaperFile
from communes.papers import kinds, reach
from communes.reporting.files import FORMATS


class PaperError(Exception):
    """A paper that cannot be made, with a sentence for the person."""


def title_of(kind):
    """The kind's name as the paper itself bears it, in Vietnamese."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(kind.title)


@transaction.atomic
def order(kind, *, year, by, place=None, institution=None, **asked):
    """Keep the order and send it to a worker once this commits.

    `place` a commune, `institution` a row of `reach.all_institutions`; neither: the
    province. `asked`: formats, options, and what it was due for.
    """
    paper = Paper.objects.create(
        kind=kind.code,
        school_year=year,
        commune=institution.commune if institution else place,
        managing_commune=institution.managing_commune if institution else place,
        institution_code=institution.code if institution else "",
        institution_name=institution.name if institution else "",
        holds_people=kind.holds_people,
        requested_by=by,
        **{"formats": list(kind.formats), **asked},
    )
    return send(paper, kind, by=by)


@transaction.atomic
def send(paper, kind, *, by):
    """A new job for the paper: the first, or another after a failure."""
    # Late: the task calls this module.
    from communes.papers.tasks import make_paper_task  # noqa: PLC0415

    about = {"paper": paper.pk, "title": title_of(kind)}
    if paper.schedule_id:
        about["scheduled"] = True
    # Named people: the job is seen by whoever asked, not by the whole commune.
    commune = None if paper.holds_people else paper.commune
    paper.job = jobs.create("paper", by=by, commune=commune, **about)
    paper.save(update_fields=["job"])
    make_paper_task.delay_on_commit(paper.pk, paper.job.pk)
    return paper


def make(paper_id, *, on_progress=lambda done, total: None):
    """Write the paper in all its formats; safe to repeat. Raises PaperError."""
    paper = Paper.objects.filter(pk=paper_id).first()
    if paper is None:
        raise PaperError(_("Văn bản này đã bị xóa."))
    total = len(paper.formats) + 1
    document = document_of(paper)
    on_progress(1, total)
    made = {}
    # A Vietnamese paper, whatever language its orderer's screens speak.
    with translation.override("vi"):
        for step, name in enumerate(paper.formats, start=2):
            made[name] = FORMATS[name](document)
            on_progress(step, total)
    _keep(paper, made)
    return {"paper": paper.pk, "bytes": {name: len(one) for name, one in made.items()}}


def document_of(paper):
    kind = kinds.get(paper.kind)
    if kind is None:
        raise PaperError(_("Hệ thống không còn lập loại văn bản này."))
    about = kinds.Order(
        paper.school_year,
        None if paper.institution_code else paper.commune,
        paper.institution_code,
        paper.options,
    )
    return written(kind, about)


def written(kind, about):
    """The document of an order; its words are Vietnamese, its moment is now."""
    with translation.override("vi"):
        document = kind.write(about)
    now = timezone.localtime().isoformat(timespec="seconds")
    return replace(document, made_at=document.made_at or now)


@transaction.atomic
def _keep(paper, made):
    PaperFile.objects.filter(paper=paper).delete()
    PaperFile.objects.bulk_create(
        PaperFile(
            paper=paper,
            kind=name,
            content=content,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
        )
        for name, content in made.items()
    )
    Paper.objects.filter(pk=paper.pk).update(made_at=timezone.now())


def may_order_again(user, paper):
    """Whoever may order this kind about this place."""
    kind = kinds.get(paper.kind)
    if kind is None or not reach.may_order(user, kind):
        return False
    if paper.institution_code:
        theirs = reach.institutions_for(user, kind)
        return theirs.filter(code=paper.institution_code).exists()
    if paper.commune_id:
        return reach.communes_for(user, kind).filter(pk=paper.commune_id).exists()
    return reach.reaches_province(user, kind)
