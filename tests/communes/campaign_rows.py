"""A row of every table of the campaign, made for the school and commune of a world."""

from datetime import date

from django.utils import timezone

from emulation.models import (
    Answer,
    Appeal,
    Audience,
    AwardKind,
    AwardProposal,
    AwardQuota,
    Block,
    Campaign,
    CampaignSet,
    Course,
    CourseSession,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Entry,
    EntryStep,
    Evidence,
    EvidenceFile,
    Initiative,
    Item,
    ItemScore,
    LearningTarget,
    Minutes,
    PressArticle,
    PressSubscription,
    Review,
    ReviewMark,
    ScoreRequest,
    ScoreRun,
    SessionLearners,
    SetLevel,
    SetScore,
    SkillArea,
    Standing,
    Team,
)
from tests import factories as make


def criteria(world):
    return make.criteria_set()


def entry(world):
    return make.campaign_entry(make.campaign(), world.school)


def first_item(row):
    return make.item(row.campaign.sets.get().criteria_set, "A2a")


def answer(world):
    row = entry(world)
    return make.answer(row, first_item(row), 1)


def step(world):
    return entry(world).steps.create(step="submit", by=world.people["head"])


def appeal(world):
    row = entry(world)
    return Appeal.objects.create(
        entry=row, item=first_item(row), reason="Đã có", raised_by=world.people["head"]
    )


def item_score(world):
    row = entry(world)
    return ItemScore.objects.create(entry=row, item=first_item(row), source="self")


def set_score(world):
    row = entry(world)
    return SetScore.objects.create(
        entry=row, criteria_set=row.campaign.sets.get().criteria_set
    )


def award(world):
    return AwardKind.objects.first()


def quota(world):
    return AwardQuota.objects.create(
        campaign=make.campaign(), award=award(world), most=1
    )


def proposal(world):
    return AwardProposal.objects.create(entry=entry(world), award=award(world))


def minutes(world):
    return Minutes.objects.create(
        campaign=make.campaign(),
        held_on=date(2026, 6, 1),
        place="Sở",
        chair="Chủ trì",
        secretary="Thư ký",
        members="Hội đồng",
        digest="0" * 64,
    )


def review(world):
    """Not finished yet: blind for everybody but its reviewer and an administrator."""
    return make.review(entry(world), world.people["official"], finished=False)


def mark(world):
    row = review(world)
    return ReviewMark.objects.create(review=row, item=first_item(row.entry), points=1)


def score_run(world):
    return ScoreRun.objects.create(
        campaign=make.campaign(), host="thu", started_at=timezone.now()
    )


def score_request(world):
    return ScoreRequest.objects.create(
        campaign=make.campaign(), requested_at=timezone.now()
    )


def team(world):
    return Team.objects.create(commune=world.commune, name="Tổ 1", members=5)


def of_school(model, **fields):
    return lambda world: model.objects.create(
        institution=world.school, school_year=make.school_year(), **fields
    )


def session(world):
    return make.course_session(world.commune, institution=world.school)


def learners(world):
    return SessionLearners.objects.create(session=session(world), group="teacher")


OPEN_TO_ALL = {
    CriteriaSet: criteria,
    SetLevel: lambda w: criteria(w).levels.first(),
    CriteriaGroup: lambda w: criteria(w).groups.first(),
    Criterion: lambda w: criteria(w).groups.first().criteria.first(),
    Item: lambda w: make.item(criteria(w), "A2a"),
    Campaign: lambda w: make.campaign(),
    CampaignSet: lambda w: make.campaign().sets.get(),
    Block: lambda w: make.block(make.campaign()),
    AwardKind: award,
    AwardQuota: quota,
    SkillArea: lambda w: SkillArea.objects.first(),
    Course: lambda w: make.course(),
    LearningTarget: lambda w: LearningTarget.objects.first(),
    ScoreRun: score_run,
    ScoreRequest: score_request,
}
OF_THE_SCHOOL = {
    Entry: entry,
    EntryStep: step,
    Answer: answer,
    Evidence: lambda w: make.file_evidence(answer(w)),
    Appeal: appeal,
    ItemScore: item_score,
    SetScore: set_score,
    AwardProposal: proposal,
    Initiative: of_school(Initiative, title="Sáng kiến"),
    PressSubscription: of_school(PressSubscription, copies=1),
    PressArticle: of_school(
        PressArticle, title="Bài báo", published_on=date(2025, 11, 20)
    ),
    CourseSession: session,
    SessionLearners: learners,
}
OF_THE_COMMUNE = {
    Team: team,
    Audience: lambda w: make.audience(w.commune, "parent", 10),
}
# Computed, or kept by their hash: nobody but an administrator changes them, if anybody.
COMPUTED = {Standing: lambda w: make.standing(entry(w))}
KEPT = {EvidenceFile: lambda w: make.file_evidence(answer(w)).file}
BLIND = {Review: review, ReviewMark: mark}
OF_THE_DEPARTMENT = {Minutes: minutes}
