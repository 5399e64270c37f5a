"""One world, built part by part in a fixed order."""

from .base import new_world
from .changes import Changer
from .cohorts import Cohorts
from .network import (
    Builder,
    build_basic_schools,
    build_upper_schools,
    give_codes,
    load_places,
)
from .sites import SiteMaker


def build_network(scale, seed, today):
    """Places, schools, changes, sites and the pupils of every stream."""
    world = new_world(scale, seed, today)
    load_places(world)
    builder = Builder(world)
    build_basic_schools(builder)
    build_upper_schools(builder)
    Changer(builder).run()
    give_codes(world)
    SiteMaker(world, builder).run()
    Cohorts(world).run()
    return world
