"""Campaigns, criteria, entries, evidence, reviews, scores, awards, courses, registers."""

from emulation.models.awards import AwardKind, AwardProposal, AwardQuota, Minutes
from emulation.models.campaigns import Block, Campaign, CampaignSet
from emulation.models.courses import (
    Audience,
    Course,
    CourseSession,
    LearnerGroup,
    LearningTarget,
    SessionLearners,
    SkillArea,
)
from emulation.models.criteria import (
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Item,
    Participant,
    SetLevel,
)
from emulation.models.entries import Answer, Entry, EntryStep
from emulation.models.evidence import Evidence, EvidenceFile
from emulation.models.registers import Initiative, PressArticle, PressSubscription, Team
from emulation.models.reviews import Appeal, Review, ReviewMark
from emulation.models.scores import (
    ItemScore,
    ScoreRequest,
    ScoreRun,
    SetScore,
    Standing,
)

__all__ = [
    "Answer",
    "Appeal",
    "Audience",
    "AwardKind",
    "AwardProposal",
    "AwardQuota",
    "Block",
    "Campaign",
    "CampaignSet",
    "Course",
    "CourseSession",
    "CriteriaGroup",
    "CriteriaSet",
    "Criterion",
    "Entry",
    "EntryStep",
    "Evidence",
    "EvidenceFile",
    "Initiative",
    "Item",
    "ItemScore",
    "LearnerGroup",
    "LearningTarget",
    "Minutes",
    "Participant",
    "PressArticle",
    "PressSubscription",
    "Review",
    "ReviewMark",
    "ScoreRequest",
    "ScoreRun",
    "SessionLearners",
    "SetLevel",
    "SetScore",
    "SkillArea",
    "Standing",
    "Team",
]
