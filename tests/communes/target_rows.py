"""A row of every table of targets, made for the commune of a world."""

from communes.models import Target, TargetMargin
from tests import factories as make


def margin(_world):
    make.target_margins()
    return TargetMargin.objects.get(kind="share")


OF_COMMUNES = {Target: lambda world: make.target(commune=world.commune)}
OF_EVERYBODY = {TargetMargin: margin}
