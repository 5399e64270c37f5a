"""People and gaps as pages list them: who serves where on a day, and sums of gaps."""

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from communes.codelist import name_field
from staffing.norms import applied_on

from .models import (
    Absence,
    AssignedPlaces,
    Assignment,
    NormSet,
    Person,
    Qualification,
    QualificationNorm,
    StaffingGap,
)

READINGS = NormSet.Reading.values


def serving(user, day):
    """Main assignments serving on `day` of the people whom `user` may see."""
    return (
        Assignment.objects.visible_to(user)
        .serving_on(day)
        .filter(is_main=True, person__in=Person.objects.visible_to(user))
        .select_related("person__ethnicity", "institution__commune", "post", "subject")
    )


def by_given_name(assignments):
    """In the order of a Vietnamese list of names."""
    return assignments.order_by("person__sort_name", "pk")


def with_qualification(assignments, day):
    """Annotate the highest degree, and whether a teacher's training meets the norm."""
    owned = Qualification.objects.filter(
        person=OuterRef("person"), obtained_on__lte=day
    ).order_by("-degree__rank", "-obtained_on")
    for_teaching = owned.filter(Q(is_teacher_training=True) | Q(has_certificate=True))
    applied = applied_on(NormSet.Family.QUALIFICATION, day)
    # A norm that names the subject goes before the one for all subjects.
    required = (
        QualificationNorm.objects.filter(
            Q(subject=OuterRef("subject")) | Q(subject__isnull=True),
            norm_set=applied.norm_set if applied else None,
            level=OuterRef("level"),
        )
        .order_by(F("subject").asc(nulls_last=True))
        .values("minimum_degree__rank")[:1]
    )
    return assignments.annotate(
        degree=Subquery(owned.values(f"degree__{name_field()}")[:1]),
        degree_rank=Subquery(owned.values("degree__rank")[:1]),
        required_rank=Subquery(required),
        training_rank=Subquery(for_teaching.values("degree__rank")[:1]),
        qualified=Case(
            When(~Q(post__group="teacher") | Q(required_rank=None), then=None),
            When(training_rank__gte=F("required_rank"), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(null=True),
        ),
    )


def with_absence(assignments, day):
    """Annotate the kind of absence that covers `day`."""
    absences = Absence.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day),
        person=OuterRef("person"),
        started_on__lte=day,
    )
    return assignments.annotate(
        absence=Subquery(absences.order_by("-started_on").values("kind")[:1])
    )


def gap_sums(gaps, reading, *keys):
    """Rows of required, present, gross shortage and gross surplus, one per `keys`.

    Whoever serves in a post that has no norm is counted apart, or presence and norm
    would speak of different people.
    """
    normed = Q(**{f"required_{reading}__isnull": False})
    absent = {
        f"absent_{kind}": Sum(Cast(KT(f"absent__{kind}"), IntegerField()))
        for kind in Absence.Kind.values
    }
    return (
        gaps.order_by()
        .values(*keys)
        .annotate(
            schools=Count("institution", distinct=True),
            required=Sum(f"required_{reading}"),
            at_work=Sum("present", filter=normed),
            contract=Sum("present_contract", filter=normed),
            without_norm=Sum("present", filter=~normed),
            shortage=Sum(f"shortage_{reading}"),
            surplus=Sum(f"surplus_{reading}"),
            **absent,
        )
    )


def gaps_of(user, year, *, level="", group=""):
    """Gaps of `year` that `user` may see, of one level or post group if named."""
    gaps = StaffingGap.objects.visible_to(user).filter(school_year=year)
    if level:
        gaps = gaps.filter(level=level)
    return gaps.filter(post__group=group) if group else gaps


def places_of(user, year, *, group=""):
    """Biên chế giao of `year` that `user` may see."""
    places = AssignedPlaces.objects.visible_to(user).filter(school_year=year)
    return places.filter(post_group=group) if group else places


def people_at(gap, user, day):
    """The people behind a gap whom `user` may see, those who are away marked so."""
    people = serving(user, day).filter(
        Q(post=gap.post) | Q(post__counted_with=gap.post), institution=gap.institution
    )
    if gap.level:
        people = people.filter(level=gap.level)
    rows = list(by_given_name(with_absence(people, day)))
    for row in rows:
        row.absence_label = Absence.Kind(row.absence).label if row.absence else ""
    return rows
