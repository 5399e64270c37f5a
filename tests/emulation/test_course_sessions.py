"""Sessions of courses: who writes which, what is refused in words, held once more."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from emulation.models import CourseSession, LearnerGroup, SessionLearners
from tests import factories as make

pytestmark = pytest.mark.django_db
COUNTS = ("enrolled", "completed", "certified", "first_time", "female")


@pytest.fixture
def place():
    make.reference()
    make.school_year(2025)
    return make.commune(name="Khánh Khê")


def typed(course, *, learners=None, **fields):
    """What a browser sends: every box of the form, most of them empty."""
    data = {
        "course": course.pk,
        "place": "Nhà văn hóa thôn Bản Lải",
        "trainer": "Hoàng Văn Tú",
        "starts_on": "15/10/2025",
        "ends_on": "16/10/2025",
        **{f"{g}-{name}": "" for g in LearnerGroup.values for name in COUNTS},
        **fields,
    }
    for group, counts in (learners or {}).items():
        for name, number in zip(COUNTS, counts, strict=False):
            data[f"{group}-{name}"] = number
    return data


def written(session):
    rows = session.learners.order_by("group").values_list("group", *COUNTS)
    return (
        session.course,
        session.commune,
        session.institution,
        session.school_year_id,
        session.starts_on,
        session.ends_on,
        list(rows),
    )


def sentences(response):
    """What stands in the list above the form."""
    text = response.content.decode()
    if 'class="entry-errors"' not in text:
        return []
    listed = text.split('class="entry-errors">')[1].split("</ul>")[0]
    items = [part.split("</li>")[0] for part in listed.split("<li>")[1:]]
    return [
        one.split(">", 1)[1].replace("</a>", "") if "<a" in one else one
        for one in items
    ]


def test_commune_writes_a_session_of_its_own(place, client):
    course = make.course()
    client.force_login(make.colleague(place))
    response = client.post(
        reverse("course_session_new"),
        typed(
            course,
            learners={
                "villager": ("1.032", "1 001", 900, 850, 500),
                "parent": (20, 18, 0, 10, 9),
            },
        ),
    )
    session = CourseSession.objects.get()
    assert response.url == reverse("course_session_detail", args=[session.pk])
    assert written(session) == (
        course,
        place,
        None,
        2025,
        date(2025, 10, 15),
        date(2025, 10, 16),
        [("parent", 20, 18, 0, 10, 9), ("villager", 1032, 1001, 900, 850, 500)],
    )


def test_clerk_writes_for_her_school_and_department_for_its_own(place, client):
    course = make.course()
    school = make.institution("TH", commune=place)
    other = make.institution("TH", commune=place)
    lycee = make.institution("THPT", commune=place)
    outcomes = {}
    for name, user, institution in (
        ("clerk", make.clerk(school), school),
        ("clerk of another", make.clerk(school), other),
        ("clerk of the department's", make.clerk(lycee), lycee),
        ("official", make.official(), lycee),
        ("official for a commune", make.official(), school),
        ("head", make.owner(place), other),
        ("head for the department's", make.owner(place), lycee),
        ("head of elsewhere", make.stranger(), school),
    ):
        client.force_login(user)
        before = CourseSession.objects.count()
        client.post(
            reverse("course_session_new"), typed(course, institution=institution.pk)
        )
        rows = CourseSession.objects.order_by("-pk")[
            : CourseSession.objects.count() - before
        ]
        outcomes[name] = [(row.commune, row.institution) for row in rows]
    assert outcomes == {
        "clerk": [(place, school)],
        "clerk of another": [],
        "clerk of the department's": [(None, lycee)],
        "official": [(None, lycee)],
        "official for a commune": [],
        "head": [(place, other)],
        "head for the department's": [],
        "head of elsewhere": [],
    }


def test_admin_names_a_school_by_its_code_and_its_commune_follows(place, client):
    course, elsewhere = make.course(), make.commune(name="Bình Gia")
    school = make.institution("TH", commune=place, name="Trường TH Khánh Khê")
    client.force_login(make.admin())
    url = reverse("course_session_new")
    client.post(url, typed(course, commune="", institution=school.code))
    client.post(url, typed(course, commune=elsewhere.pk, institution=""))
    client.post(url, typed(course, commune="", institution=""))
    response = client.post(
        url, typed(course, commune=elsewhere.pk, institution=school.code)
    )
    held = CourseSession.objects.order_by("pk").values_list("commune", "institution")
    assert list(held) == [(place.pk, school.pk), (elsewhere.pk, None), (None, None)]
    assert sentences(response) == [
        "Mã trường tổ chức: Trường TH Khánh Khê do Xã Khánh Khê quản lý."
    ]


def test_numbers_that_cannot_be_are_refused_beside_the_field(place, client):
    course = make.course()
    client.force_login(make.owner(place))
    soon = timezone.localdate() + timedelta(days=3)
    sent = typed(
        course,
        learners={
            "official": (32, 35, 0, 0, 0),
            "teacher": (10, 8, 9, 0, 0),
            "pupil": (10, 8, 8, 9, 10),
            "parent": ("mười", "", "-3", "", ""),
        },
        ends_on="14/10/2025",
    )
    response = client.post(reverse("course_session_new"), sent)
    assert sentences(response) == [
        "Đến ngày: Ngày kết thúc (14/10/2025) trước ngày bắt đầu (15/10/2025).",
        "Cán bộ, công chức, viên chức: Số hoàn thành (35) lớn hơn số đăng ký (32).",
        "Giáo viên, nhân viên: Số được cấp chứng nhận (9) lớn hơn số hoàn thành (8).",
        "Học sinh, học viên: Số học lần đầu trong năm (9) lớn hơn số hoàn thành (8).",
        "Học sinh, học viên: Số nữ (10) lớn hơn số hoàn thành (8).",
        "Phụ huynh: “mười” không phải là số người. Hãy ghi một số từ 0 trở lên.",
        "Phụ huynh: “-3” không phải là số người. Hãy ghi một số từ 0 trở lên.",
    ]
    page = response.content.decode()
    kept = [name for name in sent if f'name="{name}"' not in page]
    assert (kept, 'value="mười"' in page, CourseSession.objects.count()) == (
        [],
        True,
        0,
    )
    future = typed(
        course,
        learners={"pupil": (5, 5)},
        starts_on=f"{soon:%d/%m/%Y}",
        ends_on=f"{soon:%d/%m/%Y}",
    )
    response = client.post(reverse("course_session_new"), future)
    assert sentences(response) == [
        "Từ ngày: Lớp chưa bắt đầu nên chưa thể có 5 người hoàn thành."
    ]


def test_session_is_held_once_more_without_days_and_learners(place, client):
    school = make.institution("TH", commune=place)
    session = make.course_session(
        institution=school, learners={"pupil": 30}, place="Phòng tin học"
    )
    client.force_login(make.owner(place))
    url = f"{reverse('course_session_new')}?copy={session.pk}"
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert shown == {
        "course": session.course_id,
        "institution": school.pk,
        "place": "Phòng tin học",
        "trainer": "",
        "starts_on": None,
        "ends_on": None,
    }
    client.post(url, typed(session.course, institution=school.pk))
    assert CourseSession.objects.filter(course=session.course).count() == 2
    client.force_login(make.stranger())
    assert client.get(url).status_code == 404


def test_edit_changes_the_rows_and_empty_groups_go(place, client):
    session = make.course_session(place, learners={"pupil": 30, "parent": 12})
    client.force_login(make.owner(place))
    url = reverse("course_session_edit", args=[session.pk])
    seen = client.get(url).context["guard"].signed
    client.post(url, typed(session.course, learners={"pupil": (40, 35)}, seen=seen))
    session.refresh_from_db()
    assert written(session)[-1] == [("pupil", 40, 35, 0, 0, 0)]


def test_second_editor_sees_what_the_first_wrote_before_it_goes(place, client):
    session = make.course_session(place, learners={"pupil": (30, 20, 0, 0, 0)})
    url = reverse("course_session_edit", args=[session.pk])
    client.force_login(make.owner(place))
    seen = client.get(url).context["guard"].signed
    SessionLearners.objects.update(completed=25)
    sent = typed(session.course, learners={"pupil": (30, 28, 0, 0, 0)}, seen=seen)
    sent |= {"place": session.place, "trainer": session.trainer}
    response = client.post(url, sent)
    found = response.context["guard"].differences
    assert [(one.label, one.mine, one.theirs) for one in found] == [
        ("Học sinh, học viên, hoàn thành", "28", "25")
    ]
    assert list(session.learners.values_list("completed", flat=True)) == [25]
    client.post(url, sent | {"seen": response.context["guard"].signed})
    assert list(session.learners.values_list("completed", flat=True)) == [28]


def test_delete_takes_the_learners_along_and_strangers_do_nothing(place, client):
    session = make.course_session(place, learners={"pupil": 30})
    url = reverse("course_session_delete", args=[session.pk])
    met = {}
    for name, user in (
        ("stranger", make.stranger()),
        ("reader", make.reader(place)),
        ("clerk", make.clerk(make.institution("TH", commune=place))),
        ("official", make.official()),
    ):
        client.force_login(user)
        met[name] = client.post(url).status_code
    assert met == {"stranger": 404, "reader": 403, "clerk": 404, "official": 403}
    assert CourseSession.objects.count() == 1
    client.force_login(make.owner(place))
    client.post(url)
    assert (CourseSession.objects.count(), SessionLearners.objects.count()) == (0, 0)


def listed(client, **query):
    response = client.get(reverse("course_session_list"), query)
    table = response.context["table"]
    return {row.record.place for row in table.rows}, table.totals


def test_list_filters_and_totals_what_it_shows(place, client):
    elsewhere, course = make.commune(), make.course(name="An toàn trên mạng")
    make.course_session(
        place, course=course, place="A", learners={"pupil": (30, 20), "parent": (9, 4)}
    )
    make.course_session(
        place, place="B", learners={"parent": 5}, starts_on=date(2025, 11, 3)
    )
    make.course_session(elsewhere, place="C", learners={"pupil": 100})
    client.force_login(make.official())

    def counts(*numbers):
        return dict(zip(COUNTS, numbers, strict=True))

    assert listed(client) == ({"A", "B", "C"}, counts(144, 129, 129, 129, 129))
    assert listed(client, q="an toan") == ({"A"}, counts(39, 24, 24, 24, 24))
    assert listed(client, group="parent") == ({"A", "B"}, counts(14, 9, 9, 9, 9))
    assert listed(client, month="2025-11") == ({"B"}, counts(5, 5, 5, 5, 5))
    assert listed(client, commune=elsewhere.pk) == ({"C"}, counts(*[100] * 5))
    assert listed(client, course=course.code) == ({"A"}, counts(39, 24, 24, 24, 24))
    client.force_login(make.reader(place))
    assert listed(client) == ({"A", "B"}, counts(44, 29, 29, 29, 29))
    rows = client.get(reverse("course_session_list"), {"export": "csv"})
    text = b"".join(rows.streaming_content).decode()
    assert (text.count("Xã Khánh Khê"), "An toàn trên mạng,15/10/2025" in text) == (
        3,
        True,
    )


@pytest.mark.parametrize("route", ["course_session_list", "course_list"])
def test_pages_ask_as_often_for_three_sessions_as_for_one(route, place, client):
    client.force_login(make.official())
    counts = []
    for more in (1, 2):
        for _one in range(more):
            make.course_session(make.commune(), learners={"pupil": 5, "parent": 3})
        client.get(reverse(route))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(route))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_catalogue_counts_only_what_the_reader_sees(place, client):
    course = make.course()
    make.course_session(place, course=course, learners={"pupil": 5, "parent": 3})
    make.course_session(make.commune(), course=course, learners={"pupil": 100})
    found = {}
    for name, user in (("reader", make.reader(place)), ("official", make.official())):
        client.force_login(user)
        shown = client.get(reverse("course_list")).context["courses"]
        (row,) = [one for one in shown if one == course]
        found[name] = (row.held, row.completed)
    assert found == {"reader": (1, 8), "official": (2, 108)}


def test_only_an_admin_edits_the_catalogue(place, client):
    course = make.course(name="Cũ")
    data = {"name": "Mới", "code": course.code, "area": course.area_id}
    url = reverse("course_edit", args=[course.pk])
    client.force_login(make.official())
    assert client.post(url, data).status_code == 403
    client.force_login(make.admin())
    assert client.post(url, data).url == reverse("course_list")
    course.refresh_from_db()
    assert (course.name, course.is_active) == ("Mới", False)
