"""A commune with schools ready to be handed in, and the people around it."""

from django.contrib.messages import get_messages
from django.urls import reverse

from schools.decisions import token
from schools.models import SchoolReturn
from tests import factories as make

PERIOD = [make.YEAR, "start"]


class World:
    """`number` schools of one commune with a draft each, in an open period."""

    def __init__(self, client, number=3):
        make.reference()
        self.client = client
        self.commune = make.commune(name="Khánh Khê")
        self.head = make.owner(self.commune, first_name="Trưởng phòng")
        self.official = make.official(first_name="Chuyên viên")
        self.period = make.open_period()
        self.schools = [
            make.complete_school(commune=self.commune, name=f"TH số {n}")
            for n in range(1, number + 1)
        ]

    @property
    def rows(self):
        return SchoolReturn.objects.filter(period=self.period).order_by("pk")

    @property
    def states(self):
        return list(self.rows.values_list("state", flat=True))

    def keys(self, *places):
        pks = list(self.rows.values_list("pk", flat=True))
        return [pks[place] for place in places] if places else pks

    def tokens(self, *places):
        rows = list(self.rows)
        return [token(rows[place]) for place in places or range(len(rows))]

    def set_state(self, state, *places, **fields):
        """Put returns into `state` as if it had come about in the ordinary way."""
        for pk in self.keys(*places):
            row = self.rows.get(pk=pk)
            made = make.school_return(
                make.institution(commune=self.commune),
                year=2019,
                state=state,
                by=self.head,
            )
            for name in ("submitted_by", "submitted_at", "decided_by", "decided_at"):
                setattr(row, name, getattr(made, name))
            row.state, row.reason = state, made.reason
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()
            made.delete()

    def as_(self, person):
        self.client.force_login(person)
        return self

    def get(self, name, *args, **query):
        return self.client.get(reverse(name, args=args), query)

    def post(self, name, *args, **data):
        """The status, where one is sent to, and what one is told."""
        response = self.client.post(reverse(name, args=args), data)
        told = [str(message) for message in get_messages(response.wsgi_request)]
        # Read here, so that the next answer does not tell it again.
        self.client.cookies.pop("messages", None)
        return response.status_code, response.headers.get("Location"), told

    # One's own words for the commonest steps.

    def hand_in(self, person, *places):
        return self.as_(person).post(
            "entry_hand_in", *PERIOD, returns=self.keys(*places)
        )

    def judge(self, verb, *places, by=None, **data):
        self.as_(by or self.official)
        return self.post(
            f"approval_commune_{verb}",
            *PERIOD,
            self.commune.code,
            returns=self.tokens(*places),
            **data,
        )

    def about(self, verb, place, *, by=None, **data):
        """Decide on the page of one return."""
        self.as_(by or self.official)
        (one,) = self.tokens(place)
        return self.post(
            f"approval_return_{verb}", *self.keys(place), returns=[one], **data
        )
