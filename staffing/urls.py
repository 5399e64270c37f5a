"""Addresses of the staffing pages."""

from django.urls import include, path

from . import edit_views, entry_views, views
from .forecast import views as forecast_views
from .four_views import FourFigures
from .norm_views import NormDetail, NormList
from .office import views as office_views
from .place_views import PlaceWhy
from .qualification import views as qualification_views
from .simulate import views as simulate_views
from .subjects import chosen_views
from .subjects import views as subject_views

urlpatterns = [
    path("", include("staffing.redeploy.urls")),
    path(
        "staffing/chosen/<str:code>/",
        chosen_views.ChosenPage.as_view(),
        name="chosen_classes",
    ),
    path("staffing/offices/", office_views.OfficePage.as_view(), name="offices"),
    path("staffing/", views.StaffingPage.as_view(), name="staffing"),
    path(
        "staffing/places/why/<str:code>/<slug:group>/",
        PlaceWhy.as_view(),
        name="place_why",
    ),
    path("staffing/norms/", NormList.as_view(), name="norm_list"),
    path("staffing/norms/<str:code>/", NormDetail.as_view(), name="norm_detail"),
    path("staffing/figures/", FourFigures.as_view(), name="staffing_figures"),
    path(
        "staffing/why/<str:code>/<slug:post>/<str:level>/",
        views.GapWhy.as_view(),
        name="gap_why",
    ),
    path(
        "staffing/subjects/",
        subject_views.SubjectPage.as_view(),
        name="staffing_subjects",
    ),
    path(
        "staffing/subjects/why/<str:code>/<slug:subject>/",
        subject_views.SubjectWhy.as_view(),
        name="subject_why",
    ),
    path(
        "staffing/forecast/new/",
        forecast_views.ForecastEdit.as_view(),
        name="forecast_new",
    ),
    path(
        "staffing/forecast/<int:pk>/edit/",
        forecast_views.ForecastEdit.as_view(),
        name="forecast_edit",
    ),
    path(
        "staffing/forecast/<int:pk>/compute/",
        forecast_views.ForecastCompute.as_view(),
        name="forecast_compute",
    ),
    path(
        "staffing/simulate/norms/",
        simulate_views.NormSimulator.as_view(),
        name="simulate_norms",
    ),
    path(
        "staffing/simulate/network/",
        simulate_views.NetworkSimulator.as_view(),
        name="simulate_network",
    ),
    path(
        "staff/qualification/",
        qualification_views.QualificationPage.as_view(),
        name="staff_qualification",
    ),
    path("staff/", views.StaffList.as_view(), name="staff_list"),
    path("staff/<int:pk>/", views.StaffDetail.as_view(), name="staff_detail"),
    path("staff/new/", entry_views.Hire.as_view(), name="staff_new"),
    path("staff/take-over/", entry_views.TakeOver.as_view(), name="staff_take_over"),
    path("staff/<int:pk>/edit/", edit_views.EditPerson.as_view(), name="staff_edit"),
    path("staff/<int:pk>/correct/", edit_views.Correct.as_view(), name="staff_correct"),
    path("staff/<int:pk>/change/", entry_views.Change.as_view(), name="staff_change"),
    path("staff/<int:pk>/move/", entry_views.Move.as_view(), name="staff_move"),
    path("staff/<int:pk>/second/", entry_views.Second.as_view(), name="staff_second"),
    path("staff/<int:pk>/absence/", entry_views.Leave.as_view(), name="staff_absence"),
    path("staff/<int:pk>/return/", entry_views.ComeBack.as_view(), name="staff_return"),
    path("staff/<int:pk>/resign/", entry_views.Resign.as_view(), name="staff_resign"),
    path("staff/<int:pk>/retire/", entry_views.Retire.as_view(), name="staff_retire"),
    path(
        "staff/<int:pk>/transfer-out/",
        entry_views.TransferOut.as_view(),
        name="staff_transfer_out",
    ),
    path("staff/<int:pk>/rehire/", entry_views.Rehire.as_view(), name="staff_rehire"),
    path(
        "staff/<int:pk>/part-load/",
        entry_views.AddPartLoad.as_view(),
        name="staff_part_load",
    ),
    path(
        "staff/<int:pk>/part-load/<int:assignment>/end/",
        entry_views.EndPartLoad.as_view(),
        name="staff_part_load_end",
    ),
    path(
        "staff/<int:pk>/qualifications/new/",
        edit_views.AddQualification.as_view(),
        name="staff_qualification_new",
    ),
    path(
        "staff/<int:pk>/qualifications/<int:qualification>/",
        edit_views.EditQualification.as_view(),
        name="staff_qualification_edit",
    ),
    path(
        "staff/<int:pk>/qualifications/<int:qualification>/remove/",
        edit_views.RemoveQualification.as_view(),
        name="staff_qualification_remove",
    ),
    path(
        "staff/<int:pk>/absences/<int:absence>/remove/",
        edit_views.StrikeAbsence.as_view(),
        name="staff_absence_remove",
    ),
]
