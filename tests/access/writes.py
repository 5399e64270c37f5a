"""What a POST with nothing in it meets, by kind of account: written by hand.

An empty form changes nothing for those it lets in: a status or MOVED here means that
the door is open, and the tests of each page say what then happens.
"""

from tests.access import courses, forecasts, papers, redeploy, sets, subjects
from tests.access.table import LOGIN, MOVED, OF_SCHOOLS

# anonymous, roleless, expired, stranger, owner, reader, clerk, official, admin
# Of one's own, whoever one is; somebody else's is not there.
OWN = (LOGIN, 403, LOGIN, MOVED, MOVED, MOVED, MOVED, MOVED, MOVED)
OWN_ROW = (LOGIN, 403, LOGIN, 404, 404, 404, 404, 404, 404)
# A call of the API that must say more than nothing.
ASKED = (401, 403, 401, 400, 400, 400, 400, 400, 400)

# Without a single return chosen the department is sent back; nobody else gets so far.
JUDGED = (LOGIN, 403, LOGIN, 403, 403, 403, 403, MOVED, MOVED)

APPROVAL = (
    "approval_commune_approve",
    "approval_commune_reject",
    "approval_commune_lock",
    "approval_return_approve",
    "approval_return_reject",
    "approval_return_lock",
    "approval_return_unlock",
    "approval_return_refuse_unlock",
)

# The commune's own people and files; officials look after the department's only.
FORM = (LOGIN, 403, LOGIN, 404, 200, 403, 200, 403, 200)
# What the page was read as has not been sent along: somebody else may have written.
STALE = (LOGIN, 403, LOGIN, 404, 409, 403, 409, 403, 409)
IMPORT = (LOGIN, 403, LOGIN, 404, MOVED, 403, 404, 403, MOVED)
# No such row of the import is named.
IMPORT_CELL = (LOGIN, 403, LOGIN, 404, 404, 403, 404, 403, 404)
# A stranger begins something of her own here.
BEGUN = (LOGIN, 403, LOGIN, 200, 200, 403, 200, 403, 200)

STAFF = (
    "staff_absence",
    "staff_absence_remove",
    "staff_change",
    "staff_edit",
    "staff_move",
    "staff_part_load",
    "staff_part_load_end",
    "staff_protection_new",
    "staff_qualification_new",
    "staff_rehire",
    "staff_resign",
    "staff_retire",
    "staff_return",
    "staff_second",
    "staff_transfer_out",
)
IMPORTS = (
    "import_apply",
    "import_cancel",
    "import_fix_all",
    "import_recheck",
    "import_undo",
)

# Buttons of the department, and of administrators alone; they lead back to a page.
DEPARTMENT_BUTTON = (LOGIN, 403, LOGIN, 403, 403, 403, 403, MOVED, MOVED)
ADMIN_BUTTON = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, MOVED)
# An empty form comes back.
ADMIN_FORM = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, 200)
DEPARTMENT_FORM = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 200, 200)

CAMPAIGN_MANAGEMENT = {
    "campaign_new": ADMIN_FORM,
    "campaign_edit": ADMIN_FORM,
    "campaign_launch": ADMIN_BUTTON,
    "campaign_announce": ADMIN_BUTTON,
    "campaign_move": ADMIN_BUTTON,
    "campaign_public_set": ADMIN_BUTTON,
    "campaign_recompute": ADMIN_BUTTON,
    "campaign_extend": DEPARTMENT_FORM,
    "campaign_remind": DEPARTMENT_BUTTON,
    "campaign_award_propose": DEPARTMENT_FORM,
    "campaign_award_withdraw": DEPARTMENT_BUTTON,
    "campaign_award_fill": DEPARTMENT_BUTTON,
    # Without a number anywhere no quota is set, and that is saved.
    "campaign_award_quotas": DEPARTMENT_FORM,
    "campaign_minutes": DEPARTMENT_FORM,
}

# Sent back to the entry: nothing typed, nothing changed, too little to hand in.
ANSWERED = (LOGIN, 403, LOGIN, 404, MOVED, 403, MOVED, 403, MOVED)
ANSWERING = (
    "campaign_entry_save",
    "campaign_entry_measure",
    "campaign_entry_submit",
)

# The entry is a draft: whoever may is told so and sent back.
REVIEWS = {
    "campaign_review": (LOGIN, 403, LOGIN, 403, 403, 403, 403, MOVED, 403),
    "campaign_review_finish": (LOGIN, 403, LOGIN, 403, 403, 403, 403, MOVED, 403),
    "campaign_entry_check": (LOGIN, 403, LOGIN, 404, MOVED, 403, 403, 403, 403),
    "campaign_entry_return": (LOGIN, 403, LOGIN, 404, MOVED, 403, 403, MOVED, MOVED),
    "campaign_appeal": (LOGIN, 403, LOGIN, 404, 422, 403, 422, 403, 422),
    "campaign_appeal_decide": (LOGIN, 403, LOGIN, 403, 403, 403, 403, 422, 422),
    "campaign_assign": (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, 422),
}

REMOVED = (LOGIN, 403, LOGIN, 404, MOVED, 403, MOVED, 403, MOVED)
REGISTERS = (
    {f"{one}_new": BEGUN for one in OF_SCHOOLS}
    | {f"{one}_edit": FORM for one in OF_SCHOOLS}
    | {f"{one}_delete": REMOVED for one in OF_SCHOOLS}
    | {
        "team_new": (LOGIN, 403, LOGIN, 200, 200, 403, 403, 403, 200),
        "team_edit": (LOGIN, 403, LOGIN, 404, 200, 403, 404, 403, 200),
        "team_delete": (LOGIN, 403, LOGIN, 404, MOVED, 403, 404, 403, MOVED),
    }
)

WRITES = {
    **REGISTERS,
    **sets.WRITES,
    **forecasts.WRITES,
    **subjects.WRITES,
    **redeploy.WRITES,
    **dict.fromkeys(ANSWERING, ANSWERED),
    # No item of the campaign is named.
    "campaign_entry_evidence": (LOGIN, 403, LOGIN, 404, 404, 403, 404, 403, 404),
    "evidence_remove": REMOVED,
    **CAMPAIGN_MANAGEMENT,
    **REVIEWS,
    **dict.fromkeys(STAFF, FORM),
    **dict.fromkeys(("staff_correct", "staff_qualification_edit"), STALE),
    **dict.fromkeys(IMPORTS, IMPORT),
    **dict.fromkeys(("import_fix", "import_unfix"), IMPORT_CELL),
    **dict.fromkeys(("import_new", "staff_new", "staff_take_over"), BEGUN),
    "staff_protection_remove": (LOGIN, 403, LOGIN, 404, MOVED, 403, MOVED, 403, MOVED),
    "staff_qualification_remove": (
        LOGIN,
        403,
        LOGIN,
        404,
        MOVED,
        403,
        MOVED,
        403,
        MOVED,
    ),
    "deadline_extend": (LOGIN, 403, LOGIN, 403, 403, 403, 403, 200, 200),
    # No cell is named.
    "cell_restore": (LOGIN, 403, LOGIN) + (404,) * 6,
    **dict.fromkeys(APPROVAL, JUDGED),
    "entry_hand_in": (LOGIN, 403, LOGIN, MOVED, MOVED, 403, MOVED, MOVED, MOVED),
    # An unlock without a reason is not asked for.
    "return_unlock_request": (LOGIN, 403, LOGIN, 404, MOVED, 403, MOVED, 403, MOVED),
    # Readers do not write; without a single changed cell the others are sent back.
    "entry_grid": (LOGIN, 403, LOGIN, MOVED, MOVED, 403, MOVED, MOVED, MOVED),
    "entry_school": (LOGIN, 403, LOGIN, 404, 404, 403, 404, 404, 404),
    # Nothing is chosen; readers and schools begin no reports.
    "report_new": (LOGIN, 403, LOGIN, MOVED, MOVED, 403, 403, MOVED, MOVED),
    # Of the commune's report: its editors and the administrator.
    **dict.fromkeys(
        ("report_build", "report_write", "report_check", "report_issue"),
        (LOGIN, 403, LOGIN, 404, MOVED, 403, 404, 403, MOVED),
    ),
    # Nothing is typed, so nothing changes; margins are asked for again.
    **dict.fromkeys(
        ("target_edit", "target_margins"),
        (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, MOVED),
    ),
    **papers.WRITES,
    # No page of no address has a table.
    "export_order": OWN_ROW,
    "notice_read": OWN_ROW,
    "notice_read_all": OWN,
    "job_cancel": (LOGIN, 403, LOGIN, 404, 403, 403, 404, 403, MOVED),
    "api-entry-cells": ASKED,
    "api-entry-explanations": ASKED,
    "api-entry-comments": ASKED,
    # Remark number 1 is not there.
    "api-entry-comment-resolve": (401, 403, 401, 404, 404, 404, 404, 404, 404),
    "api-token": (400,) * 9,
    **courses.WRITES,
}
