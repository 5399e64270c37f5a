"""Ways to break what must be true of targets and of the margins around them."""

from communes.models import TargetMargin
from tests import factories as make

from .registry import again, breaks, set_on


@breaks("target_once")
def two_of_the_province():
    again(make.target())


@breaks("target_not_negative")
def below_zero():
    set_on(make.target(), value=-1)


@breaks("target_has_document")
def decided_by_nothing():
    set_on(make.target(), document="")


@breaks("target_margin_in_range")
def more_than_all():
    TargetMargin.objects.create(kind="share", value="1.5")
