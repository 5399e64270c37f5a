"""The question of one year out of the stored gaps: what is over, what is missing, where."""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field

from django.db.models import F, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import ReportingPeriod
from schools.models import Institution, Site
from staffing.models import NormSet, Post, StaffingGap, SubjectGap

from .limits import Rules
from .problem import Demand, Line, Place, Problem, Supply
from .serving import candidate, hundredths, serving


class NothingToPlan(Exception):
    """There are no figures to plan with; the sentence says what to do."""


@dataclass
class Question:
    """A problem with the rows behind it, and the gaps it was made from."""

    problem: Problem
    rules: Rules
    institutions: dict
    # {(school, line): (shortage, surplus)} in hundredths, only what is not zero.
    gaps: dict
    assignments: dict = field(default_factory=dict)
    run: int | None = None

    @property
    def digest(self):
        """The same question has the same digest, whoever asks and when."""
        problem = self.problem.in_order()
        told = {
            "places": {code: asdict(one) for code, one in problem.places.items()},
            "supplies": [asdict(one) for one in problem.supplies],
            "demands": [asdict(one) for one in problem.demands],
            "totals": sorted(map(list, problem.total_surplus.items())),
            "short": sorted(map(list, problem.total_shortage.items())),
            "rules": self.rules.values,
            "fixed": [asdict(one) for one in problem.fixed],
            "forbidden": sorted(map(list, problem.forbidden)),
        }
        plain = json.dumps(told, sort_keys=True, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()


def assemble(year, *, fixed=(), forbidden=frozenset(), today=None):
    """The question of redeployment for `year` with what people have decided so far."""
    today = today or timezone.localdate()
    rules = Rules.load()
    start = ReportingPeriod.objects.filter(
        school_year=year, kind=ReportingPeriod.Kind.START
    ).first()
    lines = _subject_lines(year) if "teacher" in rules.post_groups else []
    if start is None or not SubjectGap.objects.filter(school_year=year).exists():
        raise NothingToPlan(
            _(
                "Chưa có thừa, thiếu theo môn của năm học này. Hãy tính lại chỉ số của "
                "năm học rồi lập phương án."
            )
        )
    lines += _post_lines(year, rules)
    institutions = _institutions({row[0] for row in lines}, today)
    lines = [row for row in lines if row[0] in institutions]
    people = _people(lines, rules, as_of=start.as_of, today=today)
    surpluses, shortages = _totals(year, rules, institutions)
    codes = {pk: one.code for pk, one in institutions.items()}
    problem = Problem(
        places={one.code: place_of(one) for one in institutions.values()},
        supplies=tuple(
            Supply(codes[pk], line, surplus, _candidates(people[pk, line], rules))
            for pk, line, _short, surplus in lines
            if surplus
        ),
        demands=tuple(
            Demand(codes[pk], line, shortage)
            for pk, line, shortage, _over in lines
            if shortage
        ),
        total_surplus=surpluses,
        total_shortage=shortages,
        limits=rules.limits,
        fixed=tuple(fixed),
        forbidden=frozenset(forbidden),
    )
    return Question(
        problem,
        rules,
        {one.code: one for one in institutions.values()},
        {(codes[pk], line): (short, over) for pk, line, short, over in lines},
        {
            one.assignment.person_id: one.assignment
            for found in people.values()
            for one in found
        },
        _newest_run(year),
    )


def _subject_lines(year):
    """Teachers, subject by subject. What is taught across schools already is no gap."""
    rows = SubjectGap.objects.filter(school_year=year).values_list(
        "institution", "level", "subject", "shortage", "surplus", "part_in", "part_out"
    )
    found = []
    for pk, level, subject, shortage, surplus, part_in, part_out in rows:
        short = max(0, hundredths(shortage) - hundredths(part_in))
        over = max(0, hundredths(surplus) - hundredths(part_out))
        if short or over:
            found.append((pk, Line("teacher", level, subject), short, over))
    return found


def _post_lines(year, rules):
    """Other posts: the post itself is the line."""
    groups = rules.post_groups - {Post.Group.TEACHER.value}
    rows = _readings(
        StaffingGap.objects.filter(school_year=year, post__group__in=groups)
    )
    return [
        (pk, Line(post), hundredths(short), hundredths(over))
        for pk, post, _level, short, over in rows
        if short or over
    ]


def _readings(gaps):
    """Shortage and surplus as the norm set's own reading of classes counts them."""
    found = []
    for reading in NormSet.Reading.values:
        found += gaps.filter(norm_set__reading=reading).values_list(
            "institution",
            "post",
            "level",
            F(f"shortage_{reading}"),
            F(f"surplus_{reading}"),
        )
    return found


def _totals(year, rules, institutions):
    """What whole levels have over and lack: nobody leaves below a level's norm."""
    gaps = StaffingGap.objects.filter(
        school_year=year, post__group__in=rules.post_groups
    ).select_related("post")
    teaching = set(
        Post.objects.filter(group=Post.Group.TEACHER).values_list("code", flat=True)
    )
    surpluses, shortages = {}, {}
    for pk, post, level, short, over in _readings(gaps):
        if pk not in institutions:
            continue
        key = (institutions[pk].code, post, level if post in teaching else "")
        surpluses[key], shortages[key] = hundredths(over), hundredths(short)
    return surpluses, shortages


def _institutions(keys, today):
    """Public schools that are open, with their main site where it is known."""
    main = Site.objects.filter(is_main=True, closed_on__isnull=True)
    rows = (
        Institution.objects.open_on(today)
        .filter(pk__in=keys, ownership=Institution.Ownership.PUBLIC)
        .select_related("commune", "managing_commune")
        .defer("commune__outline", "managing_commune__outline")
        .prefetch_related(Prefetch("sites", main, to_attr="main_sites"))
    )
    return {one.pk: one for one in rows}


def place_of(institution):
    site = next(iter(institution.main_sites), None)
    at = site or institution.commune
    return Place(
        institution.code,
        institution.managing_commune_id or "",
        float(at.latitude),
        float(at.longitude),
        site is not None,
    )


def _people(lines, rules, *, as_of, today):
    """{(school's key, line): who serves there} of the lines with surplus."""
    wanted = {(pk, line) for pk, line, _short, over in lines if over}
    found = defaultdict(list)
    schools = {pk for pk, _line in wanted}
    for one in serving(schools, rules, as_of=as_of, today=today):
        if one.key in wanted:
            found[one.key].append(one)
    return found


def _candidates(people, rules):
    return tuple(candidate(one, rules) for one in people)


def _newest_run(year):
    rows = SubjectGap.objects.filter(school_year=year).order_by("-run")
    return rows.values_list("run", flat=True).first()
