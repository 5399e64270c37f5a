"""Courses of digital literacy, their sessions with learners, totals and targets."""

from datetime import date, timedelta

from emulation.models import (
    Audience,
    Course,
    CourseSession,
    LearningTarget,
    SessionLearners,
    SkillArea,
)

from .places import YEAR, number, school_year

COUNTS = ("enrolled", "completed", "certified", "first_time", "female")


def course(**fields):
    own = number()
    area, _made = SkillArea.objects.get_or_create(
        code="safety",
        defaults={"name": "An toàn", "name_en": "Safety", "order": 6},
    )
    return Course.objects.create(
        **{
            "code": f"khoa-hoc-{own}",
            "name": f"Khóa học {own}",
            "area": area,
            **fields,
        }
    )


def course_session(commune=None, *, institution=None, learners=None, **fields):
    """A session of one day; `learners`: {group: (enrolled, completed, …)}, in order.

    What is left out of the five counts is as large as it may be.
    """
    if institution:
        commune = institution.managing_commune
    first = fields.pop("starts_on", date(YEAR, 10, 15))
    row = CourseSession.objects.create(
        course=fields.pop("course", None) or course(),
        commune=commune,
        institution=institution,
        school_year=fields.pop("school_year", None) or school_year(YEAR),
        starts_on=first,
        ends_on=fields.pop("ends_on", first + timedelta(days=1)),
        **{"place": "Nhà văn hóa xã", **fields},
    )
    for group, counts in (learners or {}).items():
        counts = (counts,) if isinstance(counts, int) else counts
        full = [*counts, *[counts[-1]] * (len(COUNTS) - len(counts))]
        SessionLearners.objects.create(
            session=row, group=group, **dict(zip(COUNTS, full, strict=True))
        )
    return row


def audience(commune, group, total, *, year=YEAR, **fields):
    return Audience.objects.create(
        commune=commune,
        school_year=school_year(year),
        group=group,
        total=total,
        **{"source": "Danh sách của xã", **fields},
    )


def learning_target(group, share, *, year=YEAR, **fields):
    return LearningTarget.objects.create(
        year=year,
        group=group,
        share=share,
        **{"document": "Kế hoạch 01-KH/BCĐTW", **fields},
    )
