"""The catalogue of courses and the sessions held: list, page, form, copy, delete."""

import json
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import (
    CreateView,
    DetailView,
    TemplateView,
    UpdateView,
)

from communes.listing import ListPage, about, sums
from communes.numbers import shown
from communes.scoping import is_active_account
from emulation.literacy import courses
from emulation.literacy.forms import (
    CourseForm,
    LearnerGrid,
    SessionForm,
    live_sentences,
)
from emulation.literacy.guard import Guard
from emulation.literacy.tables import SessionFilter, SessionTable
from emulation.models import Course, CourseSession, LearnerGroup
from emulation.page import EmulationPage


class CoursesPage(EmulationPage):
    """A page about courses; `view` marks its place among the three of them."""

    tab = "courses"
    view = ""
    title = ""

    def get_breadcrumbs(self):
        return [(_("Phổ cập kỹ năng số"), reverse("course_progress")), (self.title, "")]

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "view": self.view,
            "may_hold": courses.may_hold(user),
            "may_edit_courses": courses.may_edit_courses(user),
        }


class RightsFirst:
    """Rights before anything is read; strangers to the site are PageMixin's to send."""

    def dispatch(self, request, *args, **kwargs):
        if is_active_account(request.user):
            self.check_rights(request.user)
        return super().dispatch(request, *args, **kwargs)


class CourseList(CoursesPage, TemplateView):
    view = "catalogue"
    title = gettext_lazy("Khóa học số")
    template_name = "emulation/courses/catalogue.html"

    def get_context_data(self, **kwargs):
        found = courses.catalogue(self.request.user)
        return super().get_context_data(**kwargs) | {"courses": found}


class CourseEditing(RightsFirst, CoursesPage):
    view = "catalogue"
    form_class = CourseForm
    template_name = "emulation/courses/course_form.html"

    def check_rights(self, user):
        if not courses.may_edit_courses(user):
            raise PermissionDenied(_("Danh mục khóa học do quản trị hệ thống sửa."))

    def get_queryset(self):
        return Course.objects.editable_by(self.request.user)

    def form_valid(self, form):
        messages.success(
            self.request, _("Đã ghi khóa học %(name)s.") % {"name": form.instance}
        )
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("course_list")


class CourseNew(CourseEditing, CreateView):
    title = gettext_lazy("Thêm khóa học")


class CourseEdit(CourseEditing, UpdateView):
    title = gettext_lazy("Sửa khóa học")


class SessionList(CoursesPage, ListPage):
    view = "sessions"
    title = gettext_lazy("Lớp học số")
    export_name = "lop-hoc-so"
    template_name = "emulation/courses/session_list.html"
    filterset_class = SessionFilter
    table_class = SessionTable
    main_filters = ("q", "course", "commune", "group", "month")

    def get_queryset(self):
        group = self.request.GET.get("group")
        group = group if group in LearnerGroup.values else ""
        found = courses.sessions_of(self.request.user, group)
        return found.prefetch_related("learners").order_by("-starts_on", "-pk")

    def get_totals(self):
        return sums(self.object_list, courses.COUNTS)

    def get_totals_label(self):
        number = shown(self.object_list.count())
        return _("Cộng %(number)s lớp theo bộ lọc") % {"number": number}

    def describe(self):
        now = f"{timezone.localtime():%H:%M %d/%m/%Y}"
        scope = _("mọi năm học, %(scope)s") % {"scope": self.page.scope.label}
        return replace(
            about(self.page, self.title),
            school_year=scope,
            data_time=now,
            coverage="",
            filters=self.chosen_in_words(),
        )


class OneSession(CoursesPage):
    """A session that the reader may see; 404 where there is none for her."""

    view = "sessions"

    @cached_property
    def session(self):
        found = CourseSession.objects.visible_to(self.request.user)
        return get_object_or_404(
            found.select_related("course__area", "commune", "institution"),
            pk=self.kwargs["pk"],
        )

    @cached_property
    def may_edit(self):
        rows = CourseSession.objects.editable_by(self.request.user)
        return rows.filter(pk=self.session.pk).exists()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "may_edit": self.may_edit,
        }

    def get_breadcrumbs(self):
        crumbs = super().get_breadcrumbs()
        sessions = (_("Lớp học số"), reverse("course_session_list"))
        return [crumbs[0], sessions, (str(self.title or self.session), "")]


class SessionDetail(OneSession, TemplateView):
    template_name = "emulation/courses/session_detail.html"

    def get_context_data(self, **kwargs):
        rows = list(self.session.learners.all())
        rows.sort(key=lambda row: LearnerGroup.values.index(row.group))
        totals = {
            name: sum(getattr(row, name) for row in rows) for name in courses.COUNTS
        }
        found = {"learners": rows, "totals": totals, "title": self.session.course}
        return super().get_context_data(**kwargs) | found


class SessionDelete(RightsFirst, OneSession, DetailView):
    title = gettext_lazy("Xóa lớp học")
    template_name = "emulation/courses/session_delete.html"

    def check_rights(self, user):
        if not self.may_edit:
            raise PermissionDenied(_("Tài khoản của bạn không được xóa lớp học này."))

    def get_object(self, queryset=None):
        return self.session

    def post(self, request, *args, **kwargs):
        name = str(self.session)
        courses.delete_session(self.session, by=request.user)
        messages.success(request, _("Đã xóa lớp %(name)s.") % {"name": name})
        return HttpResponseRedirect(reverse("course_session_list"))


class SessionWriting(RightsFirst, CoursesPage, TemplateView):
    """One form: the session, and under it a line for each group of learners."""

    view = "sessions"
    template_name = "emulation/courses/session_form.html"

    def get(self, request, *args, **kwargs):
        return self.show(self.form(), LearnerGrid(session=self.session))

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        grid = LearnerGrid(request.POST, self.session)
        guard = Guard(self.session, grid, request.POST)
        form = self.form(request.POST)
        sound = all([form.is_valid(), grid.is_valid()])
        if sound:
            sound = form.refuse_future(grid.totals["completed"])
        if not sound or guard.conflicts(form, grid):
            return self.show(form, grid, guard)
        session = courses.save_session(form.instance, grid.values, by=request.user)
        messages.success(request, _("Đã ghi lớp %(name)s.") % {"name": session})
        return HttpResponseRedirect(reverse("course_session_detail", args=[session.pk]))

    def form(self, data=None):
        return SessionForm(data, instance=self.session, user=self.request.user)

    def show(self, form, grid, guard=None):
        guard = guard or Guard(self.session, grid)
        sentences = json.dumps(live_sentences(), ensure_ascii=False)
        context = self.get_context_data(
            form=form, grid=grid, guard=guard, sentences=sentences
        )
        return self.render_to_response(context)


class SessionNew(SessionWriting):
    title = gettext_lazy("Ghi lớp học mới")

    def check_rights(self, user):
        if not courses.may_hold(user):
            raise PermissionDenied(_("Tài khoản của bạn chỉ được xem các lớp học."))

    @cached_property
    def session(self):
        """Like the one named in the address, if it is the reader's to hold again."""
        wanted = self.request.GET.get("copy", "")
        if not wanted.isdecimal():
            return CourseSession()
        mine = CourseSession.objects.editable_by(self.request.user)
        return courses.repeated(get_object_or_404(mine, pk=wanted))


class SessionEdit(OneSession, SessionWriting):
    title = gettext_lazy("Sửa lớp học")

    def check_rights(self, user):
        if not self.may_edit:
            raise PermissionDenied(_("Tài khoản của bạn không được sửa lớp học này."))
