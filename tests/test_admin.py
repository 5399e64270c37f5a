"""The admin: what an administrator changes there, and what it remembers."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertInHTML
from rest_framework.authtoken.models import Token

from communes.models import DeadlineException, Job, User
from communes.recompute import recompute_year
from communes.records import ByRole
from communes.scoping import Role
from schools.models import Institution
from staffing.models import NormSet
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    make.reference()
    # The role alone, without Django's own flags.
    account = make.user(Role.ADMIN)
    client.force_login(account)
    return account


def form_of(response):
    """What the browser would send back of a change page, formsets included."""
    context = response.context
    forms = [context["adminform"].form]
    data = {}
    for inline in context["inline_admin_formsets"]:
        forms.extend([inline.formset.management_form, *inline.formset.initial_forms])
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    return data


def test_the_admin_wears_the_icon_of_the_pages(administrator, client):
    icon = '<link rel="icon" href="/static/img/icon.svg" type="image/svg+xml">'
    page = client.get("/admin/").content.decode()
    assertInHTML(icon, page)


def test_superuser_flags_open_nothing_without_the_role(client):
    client.force_login(make.official(is_staff=True, is_superuser=True))
    response = client.get("/admin/communes/user/")
    assert response.status_code == 302
    assert client.get(response.url).status_code == 403


def test_first_account_of_an_installation_opens_the_admin(client):
    call_command("createsuperuser", username="dau_tien", email="", interactive=False)
    client.force_login(User.objects.get(username="dau_tien", role=Role.ADMIN))
    assert client.get("/admin/").context["title"] == "Quản trị hệ thống"


def test_history_tells_who_changed_what_from_what(administrator, client):
    school = make.institution("TH", name="TH Khánh Khê")
    address = reverse("admin:schools_institution_change", args=[school.pk])
    data = form_of(client.get(address)) | {"name": "TH Đồng Giáp"}
    assert client.post(address, data).status_code == 302
    page = client.get(reverse("admin:schools_institution_history", args=[school.pk]))
    steps = [
        (step.user, step.get_change_message()) for step in page.context["action_list"]
    ]
    assert steps == [
        (administrator, "Tên trường: TH Khánh Khê → TH Đồng Giáp"),
        (None, "Thêm mới"),
    ]
    assert "Tên trường: TH Khánh Khê → TH Đồng Giáp" in page.content.decode()


def test_extension_remembers_who_granted_it(administrator, client):
    commune = make.commune()
    period = make.period()
    address = reverse("admin:communes_reportingperiod_change", args=[period.pk])
    data = form_of(client.get(address)) | {
        "exceptions-TOTAL_FORMS": "1",
        "exceptions-0-commune": commune.pk,
        "exceptions-0-due_on": "15/12/2025",
        "exceptions-0-reason": "Mưa lũ",
    }
    assert client.post(address, data).status_code == 302
    granted = DeadlineException.objects.values_list("commune", "reason", "granted_by")
    assert list(granted) == [(commune.pk, "Mưa lũ", administrator.pk)]


def test_account_is_made_with_role_and_reach(administrator, client):
    commune = make.commune()
    data = {
        "username": "khanhkhe",
        "first_name": "Hoàng Văn Thụ",
        "usable_password": "true",
        "password1": "Lạng-Sơn-2026",
        "password2": "Lạng-Sơn-2026",
        "role": "commune_head",
        "commune": commune.pk,
        "is_active": "on",
    }
    response = client.post("/admin/communes/user/add/", data)
    assert response.status_code == 302, response.context["errors"]
    account = User.objects.get(username="khanhkhe")
    assert (account.role, account.commune, account.check_password("Lạng-Sơn-2026")) == (
        "commune_head",
        commune,
        True,
    )


def test_head_without_a_commune_is_refused_with_a_sentence(administrator, client):
    data = {
        "username": "khanhkhe",
        "usable_password": "true",
        "password1": "Lạng-Sơn-2026",
        "password2": "Lạng-Sơn-2026",
        "role": "commune_head",
    }
    response = client.post("/admin/communes/user/add/", data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors != {}
    assert User.objects.filter(username="khanhkhe").count() == 0


def test_year_is_recomputed_by_a_job(administrator, client):
    make.school_year()
    client.post(
        "/admin/communes/schoolyear/",
        {"action": "recompute", "_selected_action": [str(make.YEAR)]},
    )
    assert list(Job.objects.values_list("kind", "params", "requested_by")) == [
        ("recompute_year", {"year": make.YEAR}, administrator.pk)
    ]


def test_a_saved_norm_has_every_computed_year_computed_again(administrator, client):
    make.school(commune=make.commune())
    for year in (make.YEAR - 1, make.YEAR):
        make.school_year(year)
        recompute_year(year)
    make.school_year(make.YEAR + 1)
    norms = NormSet.objects.get(code="TT20-2023")
    address = reverse("admin:staffing_normset_change", args=[norms.pk])
    data = form_of(client.get(address)) | {"rounding": "nearest"}

    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302

    norms.refresh_from_db()
    assert norms.rounding == "nearest"
    asked = Job.objects.filter(kind="recompute_year").values_list("params__year")
    # The second change came while both jobs were still waiting.
    assert sorted(asked) == [(make.YEAR - 1,), (make.YEAR,)]


def test_search_needs_no_marks(administrator, client):
    make.institution("TH", name="TH Khánh Khê")
    make.institution("TH", name="TH Đồng Giáp")
    page = client.get("/admin/schools/institution/?q=khanh+khe")
    assert [row.name for row in page.context["cl"].result_list] == ["TH Khánh Khê"]


def test_tokens_are_taken_back_and_never_shown(administrator, client):
    account, other = make.official(), make.official()
    token, kept = (Token.objects.create(user=user) for user in (account, other))
    page = client.get(f"/admin/communes/user/{account.pk}/change/")
    client.post(
        "/admin/communes/user/",
        {"action": "take_tokens", "_selected_action": [str(account.pk)]},
    )
    assert page.status_code == 200
    assert token.key not in page.content.decode()
    assert list(Token.objects.all()) == [kept]


def test_list_of_schools_costs_the_same_for_one_and_three(administrator, client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/admin/schools/institution/")
        return len(page.context["cl"].result_list), len(captured)

    make.institution("TH")
    queries()
    one = queries()
    make.institution("TH")
    make.institution("MN")
    three = queries()
    assert (one[0], three[0], three[1]) == (1, 3, one[1])


def test_every_table_goes_by_the_role_and_is_one_of_ours():
    foreign = [
        model
        for model, page in admin.site._registry.items()
        if not isinstance(page, ByRole)
    ]
    assert foreign == []
    assert Institution in admin.site._registry
