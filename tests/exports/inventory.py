"""page: the tables and drawings it gives away; and what stays on pages, with the reason.

An empty key is the file of the whole page. Keys of charts stand in their panels.
"""

EXPORTS = {
    "campaign_detail": ["blocks", "communes", "map", "states"],
    "campaign_entry_list": [""],
    "campaign_ranking": [""],
    "cluster_detail": ["communes", "gaps", "learners"],
    "commune_detail": [
        "four",
        "indicators",
        "learners",
        "posts",
        "residents",
        "schools",
    ],
    "completeness_board": [""],
    "course_progress": ["", "months"],
    "criteria_set_detail": [""],
    "history": [""],
    "indicator_list": ["dictionary"],
    "norm_detail": ["classsizenorm", "postnorm", "teacherratio"],
    "norm_list": ["averages", "norms"],
    "redeploy_list": ["plans", "rules"],
    "redeploy_plan": ["before", "flows"],
    "school_detail": ["four", "grades", "staff", "trend"],
    "school_list": [""],
    "staff_list": [""],
    "staffing": ["", "four", "posts", "readings"],
    "staffing_figures": ["", "four"],
    "staffing_subjects": ["", "subjects"],
    "subject_why": [""],
}

FORM = "a form: its cells are exported by the workbook of the form and by the lists"
LIST_OF_FILES = "a list of files and of work, which are taken away themselves"
WORK = "what is to be done and by whom, not figures"
CODES = "a catalogue in words; its figures stand in lists that are exported"

EXCEPTIONS = {
    "approval_commune main": FORM,
    "approval_home main": WORK,
    "approval_return form-classes": FORM,
    "campaign_assign preview": WORK,
    "campaign_blocks members": FORM,
    "campaign_manage late": WORK,
    "campaign_new sets": FORM,
    "campaign_review_home progress": WORK,
    "course_list area-communication": CODES,
    "course_list area-content": CODES,
    "course_list area-data": CODES,
    "course_list area-devices": CODES,
    "course_list area-general": CODES,
    "course_list area-problems": CODES,
    "course_list area-safety": CODES,
    "course_session_detail session-learners": "one session: its list is exported",
    "course_session_edit form-learners": FORM,
    "course_session_new form-learners": FORM,
    "criteria_set_edit main": FORM,
    "criteria_set_list main": CODES,
    "entry_grid Lớp và học sinh theo khối": FORM,
    "entry_home section": WORK,
    "entry_school title-ages": FORM,
    "entry_school title-classes": FORM,
    "entry_school title-facilities": FORM,
    "home accounts-title": WORK,
    "home beside-title": "twelve figures that lead to their pages, exported there",
    "home periods-title": WORK,
    "home runs-title": WORK,
    "import_list main": LIST_OF_FILES,
    "job_list main": LIST_OF_FILES,
    "paper_list made-title": LIST_OF_FILES,
    "paper_schedule_list main": LIST_OF_FILES,
    "redeploy_rules main": "a form: its rows are exported by redeploy_list",
    "report_list main": LIST_OF_FILES,
    "staff_detail degrees": "one person: nobody needs her as a file",
    "staff_detail posts": "one person: nobody needs her as a file",
    "staffing norms": "names of documents; the norms are in the lists of their sets",
    "target_edit main": FORM,
}
