"""Campaigns with a small criteria set, entries, answers, reviews and scores."""

import hashlib
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from emulation.models import (
    Answer,
    Block,
    Campaign,
    CampaignSet,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Entry,
    EvidenceFile,
    Item,
    Review,
    ReviewMark,
    ScoreRun,
    SetLevel,
    Standing,
)

from .accounts import admin
from .institutions import institution as new_institution
from .places import YEAR, number, school_year

# A group with one criterion of each way to answer; 100 points, and one must be met.
CRITERIA = (
    ("1", True, (("1", "yes_no", 0, None),)),
    ("2", False, (("2a", "yes_no", 20, None), ("2b", "yes_no", 10, None))),
    ("3", False, (("3", "share", 30, 80),)),
    ("4", False, (("4", "count", 20, 5),)),
    ("5", False, (("5", "points", 20, None),)),
)


def criteria_set(*, groups=("A", "B"), levels=True, **fields):
    """A set whose groups are alike, out of 100 each, with the levels of QĐ 4725."""
    own = number()
    row = CriteriaSet.objects.create(
        **{
            "code": f"bo-tieu-chi-{own}",
            "name": f"Bộ tiêu chí {own}",
            "participants": ["institution"],
            **fields,
        }
    )
    for order, code in enumerate(groups, start=1):
        _group(row, code, order)
    if levels:
        for place, (points, inclusive) in enumerate(
            ((0, True), (50, True), (75, False)), start=1
        ):
            SetLevel.objects.create(
                criteria_set=row,
                number=place,
                name=f"Mức {place}",
                from_points=points,
                is_inclusive=inclusive,
            )
    return row


def _group(criteria_set, code, order):
    group = CriteriaGroup.objects.create(
        criteria_set=criteria_set, code=code, name=f"Nhóm {code}", order=order
    )
    for place, (number_, mandatory, items) in enumerate(CRITERIA, start=1):
        criterion = Criterion.objects.create(
            group=group,
            code=f"{code}{number_}",
            name=f"Tiêu chí {code}{number_}",
            order=place,
            is_mandatory=mandatory,
        )
        for item, kind, points, target in items:
            Item.objects.create(
                criterion=criterion,
                code=f"{code}{item}",
                name=f"Mục {code}{item}",
                kind=kind,
                max_points=points,
                target=target,
            )


def item(criteria_set, code):
    return Item.objects.get(criterion__group__criteria_set=criteria_set, code=code)


def campaign(*sets, launched=True, due_in=10, **fields):
    """A campaign whose self-assessment is open for `due_in` days more (or was)."""
    own, today = number(), timezone.localdate()
    due = today + timedelta(days=due_in)
    row = Campaign.objects.create(
        **{
            "code": f"dot-thi-dua-{own}",
            "name": f"Đợt thi đua {own}",
            "school_year": fields.pop("school_year", None) or school_year(YEAR),
            "starts_on": min(today, due) - timedelta(days=30),
            "self_due_on": due,
            "review_due_on": due + timedelta(days=20),
            "appeal_due_on": due + timedelta(days=25),
            "announce_on": due + timedelta(days=30),
            **fields,
        }
    )
    for order, one in enumerate(sets or (criteria_set(),), start=1):
        CampaignSet.objects.create(
            campaign=row, criteria_set=one, order=order, decides_level=order == 1
        )
    if launched:
        launch(row)
    return row


def launch(campaign, by=None):
    """As a launch leaves it, without entries and blocks: sets are frozen."""
    now = timezone.now()
    CriteriaSet.objects.filter(campaigns__campaign=campaign, frozen_at=None).update(
        frozen_at=now
    )
    campaign.launched_at, campaign.launched_by = now, by or admin()
    campaign.save()


def block(campaign, **fields):
    return Block.objects.create(
        campaign=campaign, **{"name": f"Khối {number()}", **fields}
    )


def campaign_entry(campaign, institution=None, **fields):
    """A school's entry, or with `participant` and `commune` a commune's."""
    if "participant" not in fields:
        institution = institution or new_institution()
        fields = {
            "participant": "institution",
            "institution": institution,
            "commune": institution.managing_commune,
            "name": institution.name,
            "kind": institution.kind_id,
            **fields,
        }
    fields.setdefault("name", f"Đơn vị {number()}")
    return Entry.objects.create(campaign=campaign, **fields)


def answer(entry, item, amount=None, out_of=None, **fields):
    return Answer.objects.create(
        entry=entry, item=item, amount=amount, out_of=out_of, **fields
    )


def file_evidence(answer, *, content=b"%PDF-1.7\n%%EOF\n", name="minh-chung.pdf"):
    """A file handed in with an answer, by nobody in particular."""
    file, _made = EvidenceFile.objects.get_or_create(
        digest=hashlib.sha256(content).hexdigest(),
        defaults={
            "content": content,
            "size": len(content),
            "media_type": "application/pdf",
        },
    )
    return answer.evidence.create(file=file, file_name=name, added_by=admin())


def full_answers(entry, *, part=Decimal(1)):
    """Every item of the entry's sets answered with `part` of what gives all points."""
    items = Item.objects.filter(
        criterion__group__criteria_set__campaigns__campaign=entry.campaign_id
    )
    return [answer(entry, one, *_enough(one, part)) for one in items]


def _enough(item, part):
    if item.kind == Item.Kind.SHARE:
        return item.target * part, Decimal(100)
    if item.kind == Item.Kind.COUNT:
        return item.target * part, None
    if item.kind == Item.Kind.POINTS:
        return item.max_points * part, None
    return Decimal(1 if part >= 1 else 0), None


def handed_in(entry, *, by=None, state="confirmed", **fields):
    """The entry as it stands after being handed in (and checked, and verified)."""
    now = timezone.now()
    entry.state, entry.submitted_at = state, now
    entry.submitted_by = by or admin()
    if state == "verified":
        entry.verified_at = now
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save()
    return entry


def review(entry, reviewer, *, marks=None, finished=True, **fields):
    """A review with marks by item; finished unless said otherwise."""
    row = Review.objects.create(
        entry=entry, reviewer=reviewer, **{"stage": "department", **fields}
    )
    for one, points in (marks or {}).items():
        ReviewMark.objects.create(review=row, item=one, points=points)
    if finished:
        row.finished_at = timezone.now()
        row.save()
    return row


def standing(entry, score=50, **fields):
    """A computed standing without any doubt, unless the fields say otherwise."""
    now = timezone.now()
    run, _made = ScoreRun.objects.get_or_create(
        campaign=entry.campaign,
        defaults={"host": "thu-nghiem", "started_at": now, "finished_at": now},
    )
    return Standing.objects.create(
        entry=entry,
        campaign=entry.campaign,
        block=entry.block,
        run=run,
        **{"score": score, "low": score, "high": score, **fields},
    )
