"""What every kind of account meets at the addresses of reports and papers."""

LOGIN, MOVED = "login", "moved"

# anonymous, roleless, expired, stranger, owner, reader, clerk, official, admin
EVERYBODY = (LOGIN, 403, LOGIN, 200, 200, 200, 200, 200, 200)
OF_THE_COMMUNE = (LOGIN, 403, LOGIN, 404, 200, 200, 404, 200, 200)
# A commune orders letters to its own schools; readers and schools order none.
ORDERED = (LOGIN, 403, LOGIN, 200, 200, 403, 403, 200, 200)
# The administrator and heads of offices subscribe.
SUBSCRIBED = (LOGIN, 403, LOGIN, 200, 200, 403, 403, 403, 200)
DONE_BY_POST = (LOGIN, 403, LOGIN, 405, 405, 405, 405, 405, 405)

PAGES = {
    "report_list": EVERYBODY,
    "report_detail": OF_THE_COMMUNE,
    "report_moved": OF_THE_COMMUNE,
    "report_file": OF_THE_COMMUNE,
    "paper_list": EVERYBODY,
    "paper_detail": OF_THE_COMMUNE,
    "paper_file": OF_THE_COMMUNE,
    "paper_schedule_list": SUBSCRIBED,
}
FORMS = {"paper_new": ORDERED, "paper_schedule_new": SUBSCRIBED}
ACTIONS = FORMS | dict.fromkeys(
    (
        "paper_again",
        "paper_schedule_end",
        "report_new",
        "report_build",
        "report_write",
        "report_check",
        "report_issue",
    ),
    DONE_BY_POST,
)
# Empty forms are shown again.
WRITES = {
    **FORMS,
    "paper_again": (LOGIN, 403, LOGIN, 404, MOVED, 403, 404, MOVED, MOVED),
    "paper_schedule_end": (LOGIN, 403, LOGIN, 404, MOVED, 403, 403, 403, MOVED),
}
