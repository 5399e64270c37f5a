"""A commune with a school, its people, the department's, and an entry under review."""

from decimal import Decimal

from emulation.models import Review
from emulation.reviews import assigning, marking
from tests import factories as make


class ReviewWorld:
    """One campaign in review; entries are handed in by the school's clerk."""

    def __init__(self, **fields):
        make.reference()
        self.commune = make.commune(name="Khánh Khê", cluster="Cao Lộc")
        self.school = make.institution(commune=self.commune)
        self.clerk = make.clerk(self.school)
        self.head = make.owner(self.commune)
        self.officer = make.colleague(self.commune)
        self.reader = make.reader(self.commune)
        self.stranger = make.stranger()
        self.admin = make.admin()
        self.officials = [make.official() for _number in range(3)]
        self.set = make.criteria_set(groups=("A",))
        self.campaign = make.campaign(
            self.set, **{"due_in": 0, "double_share": 0, **fields}
        )
        self.entry = self.handed_in(self.school, by=self.clerk)

    def handed_in(self, school=None, *, by=None, state="submitted", part=Decimal(1)):
        entry = make.campaign_entry(self.campaign, school or make.institution())
        make.full_answers(entry, part=part)
        return make.handed_in(entry, by=by or self.admin, state=state)

    def item(self, code):
        return make.item(self.set, code)

    def assign(self, *reviewers):
        return assigning.assign(
            self.campaign, reviewers=reviewers or self.officials, by=self.admin
        )

    def review(self, entry=None, slot=1):
        return Review.objects.get(
            entry=entry or self.entry, stage="department", slot=slot
        )

    def mark_all(self, review, points=None, **other):
        """Full points for every item, or `points` of it; `other` by an item's code."""
        items = marking.items_of(review)
        marks = {
            item: (
                other.get(item.code, item.highest_mark if points is None else points),
                "",
            )
            for item in items
        }
        assert marking.save_marks(review, marks, by=review.reviewer) == {}
