"""Addresses of courses, their sessions, progress and declared totals."""

from django.urls import path

from emulation.literacy import progress_views as course_progress_views
from emulation.literacy import views as course_views

urlpatterns = [
    # Courses and their sessions
    path("courses/", course_views.CourseList.as_view(), name="course_list"),
    path(
        "courses/progress/",
        course_progress_views.CourseProgress.as_view(),
        name="course_progress",
    ),
    path(
        "courses/progress/<slug:unit>/<slug:group>/",
        course_progress_views.CourseProgressWhy.as_view(),
        name="course_progress_why",
    ),
    path(
        "courses/audience/",
        course_progress_views.CourseAudience.as_view(),
        name="course_audience",
    ),
    path("courses/new/", course_views.CourseNew.as_view(), name="course_new"),
    path(
        "courses/<int:pk>/edit/", course_views.CourseEdit.as_view(), name="course_edit"
    ),
    path(
        "courses/sessions/",
        course_views.SessionList.as_view(),
        name="course_session_list",
    ),
    path(
        "courses/sessions/new/",
        course_views.SessionNew.as_view(),
        name="course_session_new",
    ),
    path(
        "courses/sessions/<int:pk>/",
        course_views.SessionDetail.as_view(),
        name="course_session_detail",
    ),
    path(
        "courses/sessions/<int:pk>/edit/",
        course_views.SessionEdit.as_view(),
        name="course_session_edit",
    ),
    path(
        "courses/sessions/<int:pk>/delete/",
        course_views.SessionDelete.as_view(),
        name="course_session_delete",
    ),
]
