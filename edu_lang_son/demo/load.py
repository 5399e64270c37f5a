"""Make the demo province and put it into the database, all of it or nothing."""

from django.db import transaction
from django.utils import timezone

import communes.seeding
import emulation.seeding
import schools.seeding
import staffing.seeding
from communes.models import Province, ReportingPeriod, SchoolYear
from schools.models import Institution
from staffing.models import Person

from .accounts import AccountMaker
from .build import build_network
from .campaign_registers import register_tables
from .campaigns import LATER, Campaigns
from .careers import Careers
from .classes import ClassMaker
from .copying import copy_all
from .extras import absences, assigned_places, shared_teachers
from .figures import FigureMaker
from .places import PopulationMaker, calendar_tables, office_table, region_table
from .remarks import remark_table
from .results import award_table
from .returns import ReturnTables, exception_table
from .rows import absence_table, network_tables, people_tables, places_table
from .staff import StaffPlan
from .targets import target_table
from .workflow import Workflow

DEFAULT_SEED = 20252026


class NotEmpty(Exception):
    """There are schools already, and invented ones must never mix with them."""


def load(scale="province", *, seed=DEFAULT_SEED, today=None, progress=None):
    """Load the province at `scale`; returns the number of rows by table.

    `progress(done, total, what)` is called after every step.
    """
    progress = progress or (lambda done, total, what: None)
    with transaction.atomic():
        refuse_unless_empty()
        for app in (communes, schools, staffing, emulation):
            app.seeding.load_reference()
        world = build_network(scale, seed, today or timezone.localdate())
        tables, campaigns = make_tables(world)
        total = len(tables) + LATER
        steps = Steps(progress, total)
        copy_all(tables, steps)
        tables += campaigns.fill(steps)
        Province.objects.update(is_demo=True)
    return {table.model._meta.label: len(table.rows) for table in tables}


class Steps:
    """Counts what is done over all parts of the loading."""

    def __init__(self, progress, total):
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, _done, _total, what):
        self.done += 1
        self.progress(self.done, self.total, what)


def refuse_unless_empty():
    for model in (Institution, Person, SchoolYear, ReportingPeriod):
        if model._base_manager.exists():
            raise NotEmpty(
                "The database already holds data. The demo province is loaded into an "
                "empty database only, so that invented rows never mix with real ones."
            )


def make_tables(world):
    """Every row of the world, in the order of its parts, but for what is in entries."""
    intakes = ClassMaker(world).run()
    maker = FigureMaker(world, intakes)
    figures = {key: maker.run(intake) for key, intake in intakes.items()}
    accounts = AccountMaker(world)
    population = PopulationMaker(world, figures, maker.ethnic_of_place)
    returns = Workflow(world, intakes, accounts).run()
    campaigns = Campaigns(world, intakes, accounts)
    tables = [
        accounts.table(),
        *calendar_tables(world),
        region_table(world),
        office_table(world),
        population.table(),
        *network_tables(world),
        *ReturnTables(world, intakes, figures).run(returns),
        exception_table(world, returns, accounts),
        remark_table(world, returns, accounts),
        award_table(world),
        target_table(accounts),
        *staff_tables(world, intakes),
        *register_tables(world, intakes),
        *campaigns.tables,
    ]
    return tables, campaigns


def staff_tables(world, intakes):
    careers = Careers(world, StaffPlan(world, intakes).run())
    services = careers.run()
    return [
        *people_tables(
            careers.maker.people, services + shared_teachers(world, services)
        ),
        absence_table(absences(world, services)),
        places_table(assigned_places(world, services)),
    ]
