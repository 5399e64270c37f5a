"""A row of every table of exported files, made for the head of a world's commune."""

from datetime import timedelta

from django.utils import timezone

from communes.models import ExportFile, ExportPart, Job


def file_of(account, **fields):
    return ExportFile.objects.create(
        **{
            "job": Job.objects.create(kind="export", requested_by=account),
            "address": "/staff/?export=csv",
            "name": "danh-sach",
            "kind": "csv",
            "size": 1,
            "rows": 1,
            "digest": "0" * 64,
            "requested_by": account,
            "role": account.role,
            "commune": account.commune,
            "institution_code": account.institution_code,
            "expires_at": timezone.now() + timedelta(days=1),
            **fields,
        }
    )


def file(world):
    return file_of(world.people["head"])


def part(world):
    return ExportPart.objects.create(file=file(world), number=1, content=b"1")


OF_THE_REQUESTER = {ExportFile: file, ExportPart: part}
