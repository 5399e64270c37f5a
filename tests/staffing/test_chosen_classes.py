"""What upper-secondary classes chose: entered on a page, refused in a sentence, used."""

import pytest
from django.utils import timezone

from communes.models import ReportingPeriod
from communes.recompute import recompute_year
from staffing.models import ChosenClasses, SubjectGap
from tests import factories as make


@pytest.fixture
def school(db):
    make.reference()
    make.province(name="Lạng Sơn")
    make.school_year()
    ReportingPeriod.objects.filter(pk=make.period().pk).update(
        opens_on="2020-01-01", due_on="2099-01-01", locks_on="2099-01-01"
    )
    here = make.institution("THPT", commune=make.commune())
    filed = make.school_return(here, state="draft")
    make.grade(filed, "10", classes=10, pupils=400)
    return here


def address(school):
    return f"/staffing/chosen/{school.code}/?year={make.YEAR}"


def hand_in(school):
    school.returns.update(
        state="submitted",
        submitted_at=timezone.now(),
        submitted_by=make.owner(school.commune),
    )


def stored():
    rows = ChosenClasses.objects.exclude(classes=None)
    return sorted(rows.values_list("grade_id", "subject_id", "classes"))


def test_clerk_says_what_classes_chose(school, client):
    client.force_login(make.clerk(school))
    client.post(address(school), {"10:LY:classes": 10, "10:TIN:classes": 4})
    assert stored() == [("10", "LY", 10), ("10", "TIN", 4)]
    hand_in(school)
    recompute_year(make.YEAR, host="shell@test")
    gap = SubjectGap.objects.get(subject="DIA", level="upper_secondary")
    # Nobody chose Geography; of its topics nothing is said, so a share is assumed.
    assert [row["name"] for row in gap.inputs["contents"]] == [
        "Chuyên đề học tập Địa lí"
    ]


def test_more_classes_than_the_grade_has_are_refused_and_kept_on_the_page(
    school, client
):
    client.force_login(make.clerk(school))
    page = client.post(address(school), {"10:LY:classes": 11}).content.decode()
    assert "Vật lí, Lớp 10: khối chỉ có 10 lớp." in page
    assert 'value="11"' in page
    assert stored() == []


def test_handed_in_returns_stay_as_they_are(school, client):
    hand_in(school)
    client.force_login(make.clerk(school))
    client.post(address(school), {"10:LY:classes": 5})
    assert stored() == []


@pytest.mark.parametrize("who", ["stranger", "reader", "other clerk"])
def test_others_may_not(school, client, who):
    account = {
        "stranger": lambda: make.stranger(),
        "reader": lambda: make.reader(school.commune),
        "other clerk": lambda: make.clerk(make.institution("THPT")),
    }[who]()
    client.force_login(account)
    answer = client.post(address(school), {"10:LY:classes": 5})
    assert answer.status_code in (403, 404)
    assert stored() == []
