"""What every kind of account meets at every address: written by hand, nothing derived.

Columns are `ROLES`. A number is the status of a GET; "login" is sent to sign in,
"moved" is sent elsewhere.
"""

from tests.access import courses, forecasts, norms, papers, redeploy, sets, subjects

LOGIN, MOVED = "login", "moved"

# anonymous, roleless, expired, stranger, owner, reader, clerk, official, admin
PUBLIC = (200,) * 9
PAGE = (LOGIN, 403, LOGIN, 200, 200, 200, 200, 200, 200)
# Where people are added, at schools one keeps; the official has none in this world.
ADDING_PAGE = (LOGIN, 403, LOGIN, 200, 200, 403, 200, 403, 200)
# What changes a row of a commune-managed school: neither readers nor officials.
OWN_ENTRY = (LOGIN, 403, LOGIN, 404, 200, 403, 200, 403, 200)
# A row of one commune's school: not there for another commune.
OWN_PAGE = (LOGIN, 403, LOGIN, 404, 200, 200, 200, 200, 200)
ROUTE = (401, 403, 401, 200, 200, 200, 200, 200, 200)
OWN_ROUTE = (401, 403, 401, 404, 200, 200, 200, 200, 200)
# What a commune keeps, and none of its schools reads.
COMMUNE_ROUTE = (401, 403, 401, 404, 200, 200, 404, 200, 200)
ADMIN = (LOGIN,) * 8 + (200,)
# The same for a page.
COMMUNE_PAGE = (LOGIN, 403, LOGIN, 404, 200, 200, 404, 200, 200)
# Where the department decides.
DEPARTMENT_PAGE = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 200, 200)
# What an administrator does on pages of the site itself.
ADMIN_PAGE = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, 200)
ADMIN_POST = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, 405)
DEPARTMENT_POST = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 405, 405)
# Something is done here, and only by POST.
DONE_BY_POST = (LOGIN, 403, LOGIN, 405, 405, 405, 405, 405, 405)
# One's own account: anybody who has signed in, with a role or without.
ACCOUNT = (LOGIN, 200, LOGIN, 200, 200, 200, 200, 200, 200)
# For people who have not signed in yet.
DOOR = (200, MOVED, 200, MOVED, MOVED, MOVED, MOVED, MOVED, MOVED)


def admin_alone(outcome):
    return (LOGIN,) * 8 + (outcome,)


def signed_in(outcome, anonymous=LOGIN):
    return (anonymous, outcome, anonymous) + (outcome,) * 6


# Answered by a worker that tests of addresses do not start.
TESTED_ELSEWHERE = {"readyz": "test_health.py"}

PAGES = {
    **papers.PAGES,
    **sets.PAGES,
    "home": PAGE,
    "dashboard": PAGE,
    "cluster_detail": PAGE,
    "indicator_list": PAGE,
    "indicator_detail": PAGE,
    "school_list": PAGE,
    "school_detail": OWN_PAGE,
    "commune_detail": OWN_PAGE,
    "staffing": PAGE,
    "gap_why": OWN_PAGE,
    "staff_list": PAGE,
    "staff_detail": OWN_PAGE,
    "completeness_board": PAGE,
    "entry_home": PAGE,
    "notice_list": PAGE,
    "job_list": PAGE,
    "job_detail": COMMUNE_PAGE,
    "history": PAGE,
    "guide": PAGE,
    "import_list": PAGE,
    "import_detail": COMMUNE_PAGE,
    "import_marked": COMMUNE_PAGE,
    # The cell comes in the query; without one there is none.
    "cell_history": (LOGIN, 403, LOGIN) + (404,) * 6,
    "approval_home": DEPARTMENT_PAGE,
    "approval_commune": DEPARTMENT_PAGE,
    "approval_return": DEPARTMENT_PAGE,
    "entry_submit": PAGE,
    "recomputing": PAGE,
    "target_list": PAGE,
    "report_list": PAGE,
    "report_detail": COMMUNE_PAGE,
    "report_moved": COMMUNE_PAGE,
    "report_file": COMMUNE_PAGE,
    # For whoever asked for it, and nobody else.
    "export_file": (LOGIN, 403, LOGIN, 404, 200, 404, 404, 404, 404),
    "healthz": PUBLIC,
}

# Where campaigns are made and run.
RUNNING_CAMPAIGNS = {
    "campaign_awards": DEPARTMENT_PAGE,
    "campaign_award_quotas": DEPARTMENT_PAGE,
    "campaign_award_propose": DEPARTMENT_POST,
    "campaign_award_withdraw": DEPARTMENT_POST,
    "campaign_award_fill": DEPARTMENT_POST,
    "campaign_minutes": DEPARTMENT_PAGE,
    "minutes_file": DEPARTMENT_PAGE,
    "campaign_new": ADMIN_PAGE,
    "campaign_edit": ADMIN_PAGE,
    "campaign_launch": ADMIN_PAGE,
    "campaign_announce": ADMIN_PAGE,
    "campaign_extend": DEPARTMENT_PAGE,
    "campaign_remind": DEPARTMENT_POST,
    "campaign_move": ADMIN_POST,
    "campaign_public_set": ADMIN_POST,
    "campaign_recompute": ADMIN_POST,
}

# Of a campaign that has been launched; pages that are only read.
CAMPAIGNS = {
    "campaign_criteria": PAGE,
    "campaign_detail": PAGE,
    "campaign_entry": OWN_PAGE,
    "campaign_entry_list": PAGE,
    "campaign_list": PAGE,
    "campaign_manage": DEPARTMENT_PAGE,
    "campaign_blocks": DEPARTMENT_PAGE,
    "campaign_ranking": PAGE,
    "evidence_file": OWN_PAGE,
    "initiative_list": PAGE,
    "press_list": PAGE,
    "press_article_list": PAGE,
    "team_list": PAGE,
}

OF_SCHOOLS = ("initiative", "press", "press_article")
# A commune's teams are no matter of a school or of the department.
REGISTERS = (
    {f"{one}_new": ADDING_PAGE for one in OF_SCHOOLS}
    | {f"{one}_edit": OWN_ENTRY for one in OF_SCHOOLS}
    | {f"{one}_delete": OWN_ENTRY for one in OF_SCHOOLS}
    | {"team_new": (LOGIN, 403, LOGIN, 200, 200, 403, 403, 403, 200)}
    | dict.fromkeys(
        ("team_edit", "team_delete"),
        (LOGIN, 403, LOGIN, 404, 200, 403, 404, 403, 200),
    )
)

ACTIONS = {
    **papers.ACTIONS,
    "target_edit": ADMIN_PAGE,
    "target_margins": ADMIN_POST,
    "campaign_entry_save": DONE_BY_POST,
    "campaign_entry_measure": DONE_BY_POST,
    "campaign_entry_submit": DONE_BY_POST,
    # Whoever may change nothing of a kind gets no template of it.
    "workbook_template": (LOGIN, 403, LOGIN, 200, 200, 403, 200, 403, 200),
    # Whoever may change nothing has nothing to send.
    "import_new": (LOGIN, 403, LOGIN, 200, 200, 403, 200, 403, 200),
    "import_fix": DONE_BY_POST,
    "import_unfix": DONE_BY_POST,
    "import_fix_all": DONE_BY_POST,
    "import_recheck": DONE_BY_POST,
    "import_apply": DONE_BY_POST,
    "import_undo": DONE_BY_POST,
    "import_cancel": DONE_BY_POST,
    "cell_restore": DONE_BY_POST,
    # Evidence is added where it is listed.
    "campaign_entry_evidence": OWN_PAGE,
    "evidence_remove": DONE_BY_POST,
    "deadline_extend": DEPARTMENT_PAGE,
    # Whoever may hand in: head, the school's own clerk, an administrator.
    "return_unlock_request": (LOGIN, 403, LOGIN, 404, 200, 403, 200, 403, 200),
    "entry_hand_in": DONE_BY_POST,
    "approval_commune_approve": DEPARTMENT_POST,
    "approval_commune_reject": DEPARTMENT_POST,
    "approval_commune_lock": DEPARTMENT_POST,
    "approval_return_approve": DEPARTMENT_POST,
    "approval_return_reject": DEPARTMENT_POST,
    "approval_return_lock": DEPARTMENT_POST,
    "approval_return_unlock": DEPARTMENT_POST,
    "approval_return_refuse_unlock": DEPARTMENT_POST,
    "export_order": DONE_BY_POST,
    "notice_read": DONE_BY_POST,
    "notice_read_all": DONE_BY_POST,
    "job_cancel": DONE_BY_POST,
}

ROUTES = {
    "api-root": ROUTE,
    "api-commune-list": ROUTE,
    "api-commune-detail": ROUTE,
    "api-office-list": ROUTE,
    "api-office-detail": COMMUNE_ROUTE,
    "api-year-list": ROUTE,
    "api-year-detail": ROUTE,
    "api-period-list": ROUTE,
    "api-period-detail": ROUTE,
    "api-school-list": ROUTE,
    "api-school-detail": OWN_ROUTE,
    "api-gap-list": ROUTE,
    "api-gap-detail": OWN_ROUTE,
    "api-norm-list": ROUTE,
    "api-norm-detail": ROUTE,
    "api-staff-list": ROUTE,
    "api-staff-detail": OWN_ROUTE,
    "api-indicator-list": ROUTE,
    "api-indicator-detail": ROUTE,
    "api-value-list": ROUTE,
    "api-value-detail": OWN_ROUTE,
    "api-target-list": ROUTE,
    "api-target-detail": COMMUNE_ROUTE,
    **dict.fromkeys(
        [
            f"api-{name}-list"
            for name in (
                "campaign",
                "criteria-set",
                "campaign-entry",
                "campaign-review",
                "standing",
                "course",
                "course-session",
                "course-learners",
                "initiative",
                "press",
                "press-article",
                "team",
            )
        ],
        ROUTE,
    ),
    "api-campaign-detail": ROUTE,
    "api-criteria-set-detail": ROUTE,
    "api-campaign-entry-detail": OWN_ROUTE,
    # The commune's check: its editing people; not the official, who has yet to finish
    # her own marks for the same entry.
    "api-campaign-review-detail": (401, 403, 401, 404, 200, 404, 404, 404, 200),
    "api-standing-detail": OWN_ROUTE,
    "api-course-detail": ROUTE,
    "api-course-session-detail": OWN_ROUTE,
    "api-course-learners-detail": OWN_ROUTE,
    "api-initiative-detail": OWN_ROUTE,
    "api-press-detail": OWN_ROUTE,
    "api-press-article-detail": OWN_ROUTE,
    "api-team-detail": COMMUNE_ROUTE,
    "api-schema": PUBLIC,
    "api-docs": PUBLIC,
}

# Grids are read here and sent back to the same address.
GRIDS = {"entry_grid": PAGE, "entry_school": OWN_PAGE}

STAFF_ENTRY = dict.fromkeys(
    ["staff_new", "staff_take_over"], ADDING_PAGE
) | dict.fromkeys(
    [
        "staff_edit",
        "staff_correct",
        "staff_change",
        "staff_move",
        "staff_second",
        "staff_absence",
        "staff_absence_remove",
        "staff_return",
        "staff_resign",
        "staff_retire",
        "staff_transfer_out",
        "staff_rehire",
        "staff_part_load",
        "staff_part_load_end",
        "staff_qualification_new",
        "staff_qualification_edit",
        "staff_qualification_remove",
    ],
    OWN_ENTRY,
)

# Doors of the accounts package that stay shut: accounts are given, no mail is sent.
SHUT = (
    "account_closed",
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "account_reset_password",
    "account_confirm_login_code",
    "account_confirm_email",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "account_reset_password_done",
)

# Where something may be sent to: signing in, one's own account, the language.
FORMS = {
    "api-token": (405,) * 9,
    # Which cells somebody gets or saves is asked in tests/entry.
    "api-entry-sheet": (401, 403, 401, 200, 200, 200, 200, 200, 200),
    "api-entry-cells": (401, 403, 401, 405, 405, 405, 405, 405, 405),
    "api-entry-explanations": (401, 403, 401, 405, 405, 405, 405, 405, 405),
    "api-entry-comments": (401, 403, 401, 405, 405, 405, 405, 405, 405),
    "api-entry-comment-resolve": (401, 403, 401, 405, 405, 405, 405, 405, 405),
    "set_language": (MOVED,) * 9,
    # Open to all once announced and made public, and to nobody before.
    "campaign_public": (404,) * 9,
    "account_login": DOOR,
    "account_logout": signed_in(200),
    "account_inactive": PUBLIC,
    "account_reauthenticate": ACCOUNT,
    "account_change_password": ACCOUNT,
    "mfa_index": ACCOUNT,
    "mfa_authenticate": signed_in(MOVED),
    "mfa_reauthenticate": signed_in(MOVED),
    "mfa_activate_totp": signed_in(MOVED),
    "mfa_deactivate_totp": signed_in(404),
    "mfa_view_recovery_codes": signed_in(404),
    "mfa_generate_recovery_codes": signed_in(MOVED),
    "mfa_download_recovery_codes": signed_in(404),
}

ADMIN_PAGES = {
    "admin:index": ADMIN,
    "admin:search": ADMIN,
    "admin:app_list": ADMIN,
    "admin:jsi18n": ADMIN,
    "admin:password_change": ADMIN,
    "admin:password_change_done": ADMIN,
    "admin:auth_user_password_change": ADMIN,
    # Without the names of a model and a field it answers nobody.
    "admin:autocomplete": admin_alone(403),
    "admin:login": (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, 403),
    "admin:logout": (MOVED,) * 8 + (405,),
    "admin:view_on_site": admin_alone(404),
    "admin:admin/(?P<url>.*)$": admin_alone(404),
}

# model: may an administrator add rows, take them away?
ADMIN_TABLES = {
    "communes_user": (True, False),
    "communes_schoolyear": (True, False),
    "communes_reportingperiod": (True, False),
    "communes_commune": (False, False),
    "communes_ethnicity": (True, False),
    "communes_rule": (True, False),
    "communes_computationrun": (False, False),
    "communes_job": (False, False),
    "schools_institution": (True, False),
    "schools_networkchange": (True, True),
    "schools_institutionkind": (True, False),
    "schools_grade": (True, False),
    "schools_rejectionreason": (True, True),
    "staffing_normset": (True, False),
    "staffing_classaverage": (True, False),
    "staffing_post": (True, False),
    "staffing_subject": (True, False),
    "staffing_degree": (True, False),
    "staffing_redeployrule": (False, False),
    "staffing_retirementage": (True, False),
    "emulation_awardkind": (True, False),
    "emulation_skillarea": (True, False),
    "emulation_learningtarget": (True, True),
    "emulation_criteriaset": (False, False),
    "emulation_campaign": (False, False),
    "emulation_entry": (False, False),
    "emulation_scorerun": (False, False),
    "mfa_authenticator": (False, True),
}


def admin_tables():
    for table, (may_add, may_delete) in ADMIN_TABLES.items():
        yield f"admin:{table}_changelist", ADMIN
        yield f"admin:{table}_change", ADMIN
        yield f"admin:{table}_history", ADMIN
        yield f"admin:{table}_add", admin_alone(200 if may_add else 403)
        yield f"admin:{table}_delete", admin_alone(200 if may_delete else 403)
        address = f"admin:admin/{table.replace('_', '/', 1)}/<path:object_id>/"
        yield address, admin_alone(MOVED)


# Reviews: the commune's editors check, the department marks and decides.
REVIEWS = {
    "campaign_review_home": PAGE,
    "campaign_review": DEPARTMENT_PAGE,
    "campaign_review_finish": DONE_BY_POST,
    "campaign_entry_check": (LOGIN, 403, LOGIN, 404, 200, 403, 403, 403, 403),
    "campaign_entry_return": DONE_BY_POST,
    "campaign_appeal": OWN_ENTRY,
    "campaign_appeal_decide": DEPARTMENT_PAGE,
    "campaign_assign": (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, 200),
    "campaign_severity": (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, 200),
}

PARTS = courses.READING | forecasts.READING | norms.READING | redeploy.READING
PARTS |= subjects.READING
EXPECTED = (
    PAGES | CAMPAIGNS | ACTIONS | ROUTES | FORMS | ADMIN_PAGES | dict(admin_tables())
)
EXPECTED |= STAFF_ENTRY | GRIDS | REGISTERS | RUNNING_CAMPAIGNS | REVIEWS | PARTS
EXPECTED |= courses.EDITING | forecasts.EDITING | forecasts.ROUTES | subjects.ROUTES
EXPECTED |= redeploy.EDITING | redeploy.ROUTES | dict.fromkeys(SHUT, (404,) * 9)
EXPECTED |= subjects.EDITING
READ_ONLY = sorted({*PAGES, *ROUTES, *CAMPAIGNS, *PARTS} - set(sets.WRITES))
