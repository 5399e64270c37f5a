"""Ways to break what must be true of courses and of the registers of the campaign."""

from datetime import date

from emulation.models import (
    Audience,
    Course,
    CourseSession,
    Initiative,
    LearningTarget,
    PressArticle,
    PressSubscription,
    SessionLearners,
    SkillArea,
    Team,
)
from tests import factories as make

from .registry import again, breaks, set_on


def team():
    return Team.objects.create(commune=make.commune(), name="Tổ 1", members=5)


@breaks("team_name_once")
def team_twice():
    again(team())


@breaks("team_teachers_within_members")
def more_teachers_than_members():
    set_on(team(), teachers=6)


def initiative(**fields):
    return Initiative.objects.create(
        **{
            "institution": make.institution(),
            "school_year": make.school_year(),
            "title": "Dạy học kết hợp",
            **fields,
        }
    )


@breaks("initiative_once")
def initiative_twice():
    again(initiative())


@breaks("initiative_has_title")
def nameless_initiative():
    initiative(title="")


@breaks("press_subscription_once")
def subscription_twice():
    again(
        PressSubscription.objects.create(
            institution=make.institution(), school_year=make.school_year(), copies=1
        )
    )


@breaks("press_article_once")
def article_twice():
    again(
        PressArticle.objects.create(
            institution=make.institution(),
            school_year=make.school_year(),
            title="Lớp học số ở bản",
            published_on=date(2025, 11, 20),
        )
    )


def session():
    area, _made = SkillArea.objects.get_or_create(
        code="thu", defaults={"name": "Kỹ năng", "name_en": "Skills", "order": 1}
    )
    course = Course.objects.create(
        code=f"khoa-{make.number()}", name="An toàn trên mạng", area=area
    )
    return CourseSession.objects.create(
        course=course,
        school_year=make.school_year(),
        starts_on=date(2025, 10, 1),
        ends_on=date(2025, 10, 2),
    )


@breaks("course_session_days_in_order")
def session_that_ends_before_it_starts():
    set_on(session(), ends_on=date(2025, 9, 1))


def learners():
    return SessionLearners.objects.create(
        session=session(), group="teacher", enrolled=10, completed=8
    )


@breaks("learners_group_once")
def group_counted_twice():
    again(learners())


@breaks("learners_parts_within_whole")
def more_completed_than_enrolled():
    set_on(learners(), completed=11)


@breaks("audience_once")
def audience_twice():
    again(
        Audience.objects.create(
            commune=make.commune(),
            school_year=make.school_year(),
            group="parent",
            total=100,
        )
    )


def target(**fields):
    return LearningTarget.objects.create(
        **{"year": 1999, "group": "parent", "share": 80, "document": "KH", **fields}
    )


@breaks("learning_target_once")
def target_twice():
    again(target())


@breaks("learning_target_is_per_cent")
def target_above_all():
    target(share=101)
