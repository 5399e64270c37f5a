"""Pages that correct what is on record: personal data, a post, qualifications."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import actions, careers, forms, training
from .entry_views import PersonPage, PostPage
from .models import Absence, Assignment, Person, Qualification


class GuardedPage(PersonPage):
    """An edit form over one row; what somebody else changed meanwhile is shown."""

    template_name = "staffing/entry_form.html"

    def get_row(self, rows):
        raise NotImplementedError

    @cached_property
    def row(self):
        """On a POST the row waits for whoever else is writing it."""
        is_post = self.request.method == "POST"
        return self.get_row(lambda rows: rows.select_for_update() if is_post else rows)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"instance": self.row}
        kwargs.pop("user")
        return kwargs

    def form_valid(self, form):
        if form.taken:
            names = ", ".join(form.taken)
            sentence = _("Đã giữ giá trị mới do người khác ghi: %(names)s.")
            messages.info(self.request, sentence % {"names": names})
        return super().form_valid(form)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.conflicts:
            response.status_code = 409
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if form.is_bound and form.conflicts:
            context["conflicts"] = form.conflicts
            context["other_author"] = form.other_author()
        return context


class EditPerson(GuardedPage):
    title = gettext_lazy("Sửa thông tin cá nhân")
    form_class = forms.PersonEditForm
    done = gettext_lazy("Đã sửa thông tin của %(person)s.")

    def get_row(self, held):
        return held(Person.objects.all()).get(pk=self.person.pk)

    def act(self, form):
        return actions.amend(
            by=self.request.user, person=self.person, personal=form.personal()
        )


class Correct(GuardedPage):
    title = gettext_lazy("Sửa phân công ghi sai")
    lead = gettext_lazy(
        "Sửa điều đã ghi nhầm từ đầu. Nếu công việc thay đổi kể từ một ngày, hãy dùng "
        "“Đổi vị trí, môn dạy, hợp đồng”."
    )
    form_class = forms.CorrectForm
    done = gettext_lazy("Đã sửa phân công của %(person)s.")

    def check_rights(self):
        super().check_rights()
        careers.owned(self.row, self.request.user)

    def get_row(self, held):
        posts = Assignment.objects.filter(person=self.person, is_main=True)
        newest = held(posts).order_by("-started_on").first()
        if newest is None:
            raise PermissionDenied(careers.no_main())
        return newest

    def act(self, form):
        actions.correct(
            by=self.request.user,
            assignment=self.row,
            started_on=form.cleaned_data["started_on"],
            work=form.work(),
        )
        return self.person

    def get_context_data(self, **kwargs):
        main = Assignment.objects.select_related("institution", "post")
        main = main.get(pk=self.row.pk)
        return super().get_context_data(**kwargs) | {"main": main}


class AddQualification(PersonPage):
    title = gettext_lazy("Thêm văn bằng")
    form_class = forms.QualificationForm
    done = gettext_lazy("Đã ghi văn bằng của %(person)s.")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("user")
        return kwargs

    def act(self, form):
        _row, note = training.add(
            by=self.request.user, person=self.person, facts=form.facts()
        )
        self.tell(note)
        return self.person

    def tell(self, note):
        if note:
            messages.info(self.request, note)


class EditQualification(GuardedPage):
    title = gettext_lazy("Sửa văn bằng")
    form_class = forms.QualificationForm
    done = gettext_lazy("Đã sửa văn bằng của %(person)s.")
    tell = AddQualification.tell

    def get_row(self, held):
        rows = held(Qualification.objects.filter(person=self.person))
        return get_object_or_404(rows, pk=self.kwargs["qualification"])

    def act(self, form):
        _row, note = training.amend(
            by=self.request.user, qualification=self.row, facts=form.facts()
        )
        self.tell(note)
        return self.person


class RemoveQualification(PersonPage):
    title = gettext_lazy("Xóa văn bằng")
    button = gettext_lazy("Xóa")
    form_class = forms.NothingForm
    done = gettext_lazy("Đã xóa văn bằng của %(person)s. Lịch sử vẫn giữ bản ghi cũ.")
    tell = AddQualification.tell

    @cached_property
    def row(self):
        rows = Qualification.objects.filter(person=self.person)
        return get_object_or_404(rows, pk=self.kwargs["qualification"])

    def act(self, form):
        _row, note = training.remove(by=self.request.user, qualification=self.row)
        self.tell(note)
        return self.person

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"lead": str(self.row)}


class StrikeAbsence(PostPage):
    title = gettext_lazy("Xóa đợt vắng mặt ghi nhầm")
    button = gettext_lazy("Xóa")
    form_class = forms.NothingForm
    done = gettext_lazy(
        "Đã xóa đợt vắng mặt của %(person)s. Lịch sử vẫn giữ bản ghi cũ."
    )

    @cached_property
    def row(self):
        rows = Absence.objects.filter(person=self.person)
        return get_object_or_404(rows, pk=self.kwargs["absence"])

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {name: kwargs[name] for name in kwargs if name not in ("person", "main")}

    def act(self, form):
        actions.strike_absence(by=self.request.user, absence=self.row)
        return self.person

    def get_context_data(self, **kwargs):
        lead = f"{self.row.get_kind_display()}, {self.row.started_on:%d/%m/%Y}"
        return super().get_context_data(**kwargs) | {"lead": lead}
