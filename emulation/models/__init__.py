"""Campaigns, criteria, entries, evidence, reviews, scores, awards, courses, registers."""

from .awards import AwardKind, AwardProposal, AwardQuota, Minutes
from .campaigns import Block, Campaign, CampaignSet
from .courses import (
    Audience,
    Course,
    CourseSession,
    LearnerGroup,
    LearningTarget,
    SessionLearners,
    SkillArea,
)
from .criteria import CriteriaGroup, CriteriaSet, Criterion, Item, Participant, SetLevel
from .entries import Answer, Entry, EntryStep
from .evidence import Evidence, EvidenceFile
from .registers import Initiative, PressArticle, PressSubscription, Team
from .reviews import Appeal, Review, ReviewMark
from .scores import ItemScore, ScoreRequest, ScoreRun, SetScore, Standing

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
