"""Institutions of every kind, their sites and recognitions."""

from datetime import date

from schools.models import Institution, NationalStandard, Site

from .places import number, or_new_commune


def institution(kind="TH", *, commune=None, managed_by_commune=None, **fields):
    """An institution of `kind`; upper secondary and centres fall to the department."""
    own = number()
    commune = or_new_commune(commune)
    if managed_by_commune is None:
        managed_by_commune = kind not in ("THPT", "THCS-THPT", "GDTX")
    return Institution.objects.create(
        **{
            "code": f"20{own:08d}",
            "name": f"Trường số {own}",
            "kind_id": kind,
            "commune": commune,
            "managing_commune": commune if managed_by_commune else None,
            "opened_on": date(2000, 9, 1),
            **fields,
        }
    )


def site(institution, *, is_main=False, **fields):
    return Site.objects.create(
        institution=institution,
        is_main=is_main,
        **{
            "name": f"Điểm trường {number()}",
            "latitude": "21.85",
            "longitude": "106.75",
            "opened_on": date(2000, 9, 1),
            **fields,
        },
    )


def recognition(institution, *, level=1, **fields):
    return NationalStandard.objects.create(
        institution=institution,
        level=level,
        **{
            "decision": f"{number()}/QĐ-UBND",
            "issued_on": date(2023, 1, 1),
            "expires_on": date(2028, 1, 1),
            **fields,
        },
    )
