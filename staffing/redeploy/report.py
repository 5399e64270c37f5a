"""What redeployment brings to the annual report: counts of people moved, no names."""

from django.db.models import Count, Q, Sum

from communes.documents.blocks import Paragraph
from communes.reporting import words
from communes.reporting.parts import Chapter, Part, register
from staffing.models import RedeployMove


def register_all():
    register(Part("staffing.redeploy", Chapter.STAFF, redeployed, order=8))


def redeployed(facts):
    """Moves that were settled in the year, and how many of them are signed by now."""
    moves = RedeployMove.objects.filter(
        plan__school_year=facts.start,
        plan__state__in=["decided", "signed"],
        decision__isnull=False,
    )
    if facts.commune:
        here = facts.commune.pk
        moves = moves.filter(
            Q(source__managing_commune=here) | Q(target__managing_commune=here)
        )
    counts = moves.aggregate(
        settled=Count("pk"),
        signed=Count("pk", filter=Q(decision__state="signed")),
        filled=Sum("filled"),
    )
    if not counts["settled"]:
        return []
    sentence = (
        f"Phương án điều động của năm học chốt {words.count(counts['settled'])} lượt, "
        f"bù được {words.count(counts['filled'])} người thiếu; đã ký "
        f"{words.count(counts['signed'])} lượt."
    )
    return [Paragraph("staff.redeploy", sentence)]
