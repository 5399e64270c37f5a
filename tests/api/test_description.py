"""The OpenAPI document: valid, without warnings, and about every route there is."""

import io

import pytest
import yaml
from django.core.management import call_command

from edu_lang_son.api import router

pytestmark = pytest.mark.django_db


def test_description_validates_without_a_warning_and_names_every_route(capsys):
    out = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    document = yaml.safe_load(out.getvalue() or capsys.readouterr().out)
    described = {path.removeprefix("/api/v1/") for path in document["paths"]}
    lists = {f"{prefix}/" for prefix, _viewset, _name in router.registry}
    assert {path for path in described if "{" not in path} == lists | {"token/"}
    writing = {
        path
        for path, verbs in document["paths"].items()
        for method in verbs
        if method != "get"
    }
    entry = "/api/v1/entry/{form}"
    assert writing == {
        "/api/v1/token/",
        f"{entry}/cells/",
        f"{entry}/explanations/",
        f"{entry}/comments/",
        f"{entry}/comments/{{id}}/resolve/",
    }


def test_page_of_the_description_needs_no_other_server(client):
    page = client.get("/api/v1/docs/").content.decode()
    assert "drf_spectacular_sidecar/swagger-ui-dist" in page
    assert "https://" not in page
