"""Addresses of the schools' own pages, and of handing in and judging returns."""

from django.urls import path

from . import board, views
from . import judgement_actions as decide
from . import judgement_views as judgement
from . import submission_views as submission

SUBMIT = "entry/<int:year>/<slug:kind>/submit/"
COMMUNE = "approval/<int:year>/<slug:kind>/<slug:unit>/"
RETURN = "approval/return/<int:pk>/"

urlpatterns = [
    path("schools/", views.InstitutionList.as_view(), name="school_list"),
    path("board/", board.CompletenessBoard.as_view(), name="completeness_board"),
    path(SUBMIT, submission.EntrySubmit.as_view(), name="entry_submit"),
    path(f"{SUBMIT}hand-in/", submission.EntryHandIn.as_view(), name="entry_hand_in"),
    path(
        "entry/return/<int:pk>/unlock/",
        submission.UnlockRequest.as_view(),
        name="return_unlock_request",
    ),
    path("approval/", judgement.ApprovalHome.as_view(), name="approval_home"),
    path(COMMUNE, judgement.ApprovalCommune.as_view(), name="approval_commune"),
    path(
        f"{COMMUNE}approve/",
        decide.CommuneApprove.as_view(),
        name="approval_commune_approve",
    ),
    path(
        f"{COMMUNE}reject/",
        decide.CommuneReject.as_view(),
        name="approval_commune_reject",
    ),
    path(
        f"{COMMUNE}lock/",
        decide.CommuneLock.as_view(),
        name="approval_commune_lock",
    ),
    path(RETURN, judgement.ApprovalReturn.as_view(), name="approval_return"),
    path(
        f"{RETURN}approve/",
        decide.ReturnApprove.as_view(),
        name="approval_return_approve",
    ),
    path(
        f"{RETURN}reject/",
        decide.ReturnReject.as_view(),
        name="approval_return_reject",
    ),
    path(f"{RETURN}lock/", decide.ReturnLock.as_view(), name="approval_return_lock"),
    path(
        f"{RETURN}unlock/",
        decide.ReturnUnlock.as_view(),
        name="approval_return_unlock",
    ),
    path(
        f"{RETURN}refuse-unlock/",
        decide.ReturnRefuseUnlock.as_view(),
        name="approval_return_refuse_unlock",
    ),
]
