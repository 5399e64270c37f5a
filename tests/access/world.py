"""Two communes with everything in them, and one account of every kind."""

from datetime import date

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.contenttypes.models import ContentType

from communes.models import (
    Commune,
    DeadlineException,
    Import,
    ImportFile,
    IndicatorValue,
    Job,
    Paper,
    PaperFile,
    PaperSchedule,
    ReportFile,
)
from communes.recompute import recompute_year
from communes.reporting import life
from schools.models import NetworkChange
from staffing.models import Protection, StaffingGap
from tests import factories as make
from tests.access import api, campaigns, courses, forecasts, norms, redeploy, subjects
from tests.access.addresses import admin_rows, filled, patterns
from tests.communes.export_rows import file_of
from tests.imports_pages.conftest import new_person, workbook

ROLES = (
    "anonymous",
    "roleless",
    "expired",
    "stranger",
    "owner",
    "reader",
    "clerk",
    "official",
    "admin",
)

APPROVAL_OF_COMMUNE = (
    "approval_commune",
    "approval_commune_approve",
    "approval_commune_reject",
    "approval_commune_lock",
)
APPROVAL_OF_RETURN = (
    "return_unlock_request",
    "approval_return",
    "approval_return_approve",
    "approval_return_reject",
    "approval_return_lock",
    "approval_return_unlock",
    "approval_return_refuse_unlock",
)


class World:
    """The rows of `commune` are asked for; the stranger has as many of her own."""

    def __init__(self):
        make.reference()
        self.commune = make.commune(name="Khánh Khê", cluster="Cao Lộc")
        self.elsewhere = make.commune(name="Bình Gia", cluster="Bình Gia")
        self.school = self.furnish(self.commune)
        self.other_school = self.furnish(self.elsewhere)
        self.person = make.employee(self.school).person
        self.absence = make.absence(self.person)
        self.part_load = make.assignment(self.person, self.school, is_main=False)
        make.employee(self.other_school)
        campaigns.furnish(self)
        courses.furnish(self)
        api.furnish(self)
        make.assigned_places(self.school, 4)
        recompute_year(make.YEAR, host="shell@test")
        make.class_average(commune=self.commune)
        self.accounts = self.make_accounts()
        self.exported = file_of(self.accounts["owner"])
        self.target = make.target(commune=self.commune, set_by=self.accounts["admin"])
        self.make_admin_rows()

    def furnish(self, commune):
        make.office(commune)
        make.population(commune, 5, 60)
        school = make.school("TH", commune=commune)
        make.recognition(school)
        return school

    def make_accounts(self):
        return {
            "anonymous": None,
            "roleless": make.roleless(),
            "expired": make.expired(self.commune),
            "stranger": make.owner(self.elsewhere),
            "owner": make.owner(self.commune),
            "reader": make.reader(self.commune),
            "clerk": make.clerk(self.school),
            "official": make.official(),
            "admin": make.admin(),
        }

    def make_admin_rows(self):
        administrator = self.accounts["admin"]
        RecoveryCodes.activate(make.official())
        self.job = Job.objects.create(kind="recompute_year", commune=self.commune)
        NetworkChange.objects.create(
            kind="renamed", effective_on="2025-01-01", decision="01/QĐ-UBND"
        )
        campaigns.make_admin_rows(self)
        DeadlineException.objects.create(
            period=make.period(),
            commune=self.commune,
            due_on="2025-12-01",
            reason="Mưa lũ",
            granted_by=administrator,
        )


def approval_arguments(world):
    """What the addresses of handing in and judging need, by name."""
    period = {"year": make.YEAR, "kind": "start"}
    filed = world.school.returns.first()
    return {
        **dict.fromkeys(APPROVAL_OF_COMMUNE, period | {"unit": world.commune.code}),
        **dict.fromkeys(APPROVAL_OF_RETURN, {"pk": filed.pk}),
        **dict.fromkeys(("entry_submit", "entry_hand_in"), period),
        "recomputing": {"year": make.YEAR},
    }


def addresses(world):
    """name -> address, for every pattern of the site."""
    content_type = ContentType.objects.get_for_model(Commune).pk
    gap = StaffingGap.objects.filter(institution=world.school).first()
    value = IndicatorValue.objects.get(
        scope="institution",
        scope_key=world.school.code,
        indicator="classes",
        level="",
        school_year=make.YEAR,
    )
    own = {
        **approval_arguments(world),
        **norms.arguments(world),
        "commune_detail": {"code": world.commune.code},
        "cluster_detail": {"slug": "cao-loc"},
        "school_detail": {"code": world.school.code},
        "staff_detail": {"pk": world.person.pk},
        "indicator_detail": {"code": "pupils_per_class"},
        "gap_why": {
            "code": world.school.code,
            "post": gap.post_id,
            "level": gap.level or "-",
        },
        "export_file": {"job": world.exported.job_id},
        "job_detail": {"pk": world.job.pk},
        "job_cancel": {"pk": world.job.pk},
        "notice_read": {"pk": 1},
        "api-entry-sheet": {"form": "classes"},
        "api-entry-cells": {"form": "classes"},
        "api-entry-explanations": {"form": "classes"},
        "api-entry-comments": {"form": "classes"},
        "api-entry-comment-resolve": {"form": "classes", "pk": 1},
        "api-commune-detail": {"pk": world.commune.code},
        "api-office-detail": {"pk": world.commune.offices.get().pk},
        "api-year-detail": {"pk": make.YEAR},
        "api-period-detail": {"pk": make.period().pk},
        "api-school-detail": {"code": world.school.code},
        "api-gap-detail": {"pk": gap.pk},
        "api-staff-detail": {"pk": world.person.pk},
        "api-indicator-detail": {"code": "pupils_per_class"},
        "api-value-detail": {"pk": value.pk},
        "api-target-detail": {"pk": world.target.pk},
        "account_closed": {"door": "signup"},
        "account_confirm_email": {"key": "x"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "x"},
        "admin:view_on_site": {
            "content_type_id": content_type,
            "object_id": world.commune.code,
        },
        "admin:app_list": {"app_label": "communes"},
        "admin:auth_user_password_change": {"id": world.accounts["admin"].pk},
    }
    own = with_arguments_of_parts(world, own)
    queries = {"api-entry-sheet": f"?period={make.period().pk}"}
    return {
        name: filled(route, own.get(name) or admin_argument(name))
        + queries.get(name, "")
        for name, route in patterns()
    }


def with_arguments_of_parts(world, own):
    """What a part of the site needs by name; who comes first has the last word."""
    for arguments in (
        entry_arguments,
        staff_arguments,
        import_arguments,
        report_arguments,
        paper_arguments,
        api.api_arguments,
        courses.course_arguments,
        forecasts.forecast_arguments,
        subjects.subject_arguments,
        redeploy.redeploy_arguments,
        campaigns.campaign_arguments,
        campaigns.criteria_arguments,
    ):
        own = arguments(world) | own
    return own


def entry_arguments(world):
    period = {"year": make.YEAR, "kind": "start"}
    return {
        "entry_grid": period | {"form": "classes"},
        "entry_school": period | {"code": world.school.code},
    }


def import_arguments(world):
    """Pages of one import, that of the owner's commune."""
    sent = Import.objects.create(
        kind="staff",
        school_year_id=make.YEAR,
        commune=world.commune,
        file_name="can-bo.xlsx",
        size=1,
        state=Import.State.READY,
        uploaded_by=world.accounts["owner"],
    )
    ImportFile.objects.create(
        source=sent, content=workbook(new_person(world.school, 1))
    )
    names = [name for name, _route in patterns() if name.startswith("import_")]
    return dict.fromkeys(names, {"pk": sent.pk}) | {
        "workbook_template": {"kind": "staff"}
    }


def report_arguments(world):
    """The report of the owner's commune, with a file that nobody needs to open."""
    report = life.begin(
        year=make.YEAR, commune=world.commune.pk, by=world.accounts["owner"]
    )
    ReportFile.objects.get_or_create(
        report=report, kind="pdf", defaults={"content": b"%PDF", "size": 4}
    )
    names = [name for name, _route in patterns() if name.startswith("report_")]
    return dict.fromkeys(names, {"pk": report.pk, "kind": "pdf"})


def paper_arguments(world):
    """A letter of the owner's commune to its schools, made; and a subscription."""
    fields = {"kind": "late_schools", "commune": world.commune, "formats": ["pdf"]}
    paper, _made = Paper.objects.get_or_create(
        **fields, school_year_id=make.YEAR, managing_commune=world.commune
    )
    PaperFile.objects.get_or_create(
        paper=paper, kind="pdf", defaults={"content": b"%PDF", "size": 4}
    )
    schedule, _made = PaperSchedule.objects.get_or_create(
        **fields, rhythm="weekly", created_by=world.accounts["owner"]
    )
    kind = {"kind": "late_schools"}
    return {
        "paper_new": kind,
        "paper_schedule_new": kind,
        "paper_schedule_end": {"pk": schedule.pk},
        "paper_detail": {"pk": paper.pk},
        "paper_again": {"pk": paper.pk},
        "paper_file": {"pk": paper.pk, "kind": "pdf"},
    }


def protection(world):
    return Protection.objects.create(
        person=world.person,
        reason="sole_earner",
        document="Đơn đề nghị",
        started_on=date(2025, 9, 1),
    )


def staff_arguments(world):
    person = {"pk": world.person.pk}
    one_degree = person | {"qualification": world.person.qualifications.get().pk}
    one_part_load = person | {"assignment": world.part_load.pk}
    pages = [name for name, _route in patterns() if name.startswith("staff_")]
    return dict.fromkeys(pages, person) | {
        "staff_part_load_end": one_part_load,
        "staff_absence_remove": person | {"absence": world.absence.pk},
        "staff_protection_remove": person | {"protection": protection(world).pk},
        "staff_qualification_edit": one_degree,
        "staff_qualification_remove": one_degree,
    }


def admin_argument(name):
    for start, model in admin_rows().items():
        stem = start.removeprefix("admin:").replace("_", "/", 1)
        if name.startswith(f"{start}_") or f"admin/{stem}/" in name:
            return {"object_id": model._base_manager.order_by("pk").first().pk}
    return {"url": "khong-co"}
