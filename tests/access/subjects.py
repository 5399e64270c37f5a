"""What every kind of account meets at gaps by subject, qualification and the office."""

from staffing.models import SubjectGap

# anonymous, roleless, expired, stranger, owner, reader, clerk, official, admin
PAGE = ("login", 403, "login", 200, 200, 200, 200, 200, 200)
OWN_PAGE = ("login", 403, "login", 404, 200, 200, 200, 200, 200)
ROUTE = (401, 403, 401, 200, 200, 200, 200, 200, 200)
OWN_ROUTE = (401, 403, 401, 404, 200, 200, 200, 200, 200)

READING = {
    "staffing_subjects": PAGE,
    "subject_why": OWN_PAGE,
    "staff_qualification": PAGE,
    "offices": PAGE,
}
EDITING = {"chosen_classes": OWN_PAGE}
# An empty form changes nothing, and leads back.
WRITES = {
    "chosen_classes": (
        *("login", 403, "login", 404, "moved"),
        *(403, "moved", 403, "moved"),
    ),
}
ROUTES = {
    "api-subject-gap-list": ROUTE,
    "api-subject-gap-detail": OWN_ROUTE,
}


def subject_arguments(world):
    gap = SubjectGap.objects.filter(institution=world.school).first()
    return {
        "chosen_classes": {"code": world.school.code},
        "subject_why": {"code": world.school.code, "subject": gap.subject_id},
        "api-subject-gap-detail": {"pk": gap.pk},
    }
