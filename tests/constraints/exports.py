"""Breaking cases of the constraints on exported files."""

from datetime import timedelta

from django.utils import timezone

from communes.models import ExportPart
from tests import factories as make
from tests.communes.export_rows import file_of

from .registry import breaks


@breaks("export_file_not_empty")
def empty_export():
    file_of(make.admin(), size=0)


@breaks("export_file_expires_after_it_is_made")
def export_made_expired():
    file_of(make.admin(), expires_at=timezone.now() - timedelta(days=1))


@breaks("export_part_once")
def part_twice():
    file = file_of(make.admin())
    for _time in range(2):
        ExportPart.objects.create(file=file, number=1, content=b"1")
