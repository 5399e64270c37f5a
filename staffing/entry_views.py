"""Pages that change one person: each page is one verb, each POST one action."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from communes.page import PageMixin
from communes.scoping import is_active_account

from . import actions, careers, duplicates, forms, verbs
from .effects import Refused
from .models import Absence, Assignment, Person
from .views import crumbs


def show_refusal(form, refused):
    """Beside its field, or above the form where the form has no such field."""
    for name, sentences in getattr(refused, "message_dict", {}).items():
        form.add_error(name if name in form.fields else None, sentences)
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)


class EntryPage(PageMixin, FormView):
    """A form that hands its values to one action and shows what the action refuses."""

    section = "staffing"
    template_name = "staffing/entry_form.html"
    title = lead = ""
    button = gettext_lazy("Ghi")
    done = gettext_lazy("Đã ghi.")

    def dispatch(self, request, *args, **kwargs):
        # Whoever has no account or no role is turned away by PageMixin.
        if is_active_account(request.user):
            self.check_rights()
        return super().dispatch(request, *args, **kwargs)

    def check_rights(self):
        raise NotImplementedError

    def act(self, values):
        """Call the action; returns the person that the reader is sent to."""
        raise NotImplementedError

    def obstacle(self):
        """Why the verb cannot be done at all just now, in a sentence."""
        return ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    @transaction.atomic
    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            with transaction.atomic():
                person = self.act(form)
        except Refused as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.done % {"person": person.full_name})
        return HttpResponseRedirect(self.address_after(person))

    def address_after(self, person):
        """The person's page, or the list once the person is out of sight."""
        if Person.objects.visible_to(self.request.user).filter(pk=person.pk).exists():
            return reverse("staff_detail", args=[person.pk]) + self.page.query
        return reverse("staff_list") + self.page.query

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "lead": self.lead,
            "button": self.button,
            "obstacle": self.obstacle(),
            "cancel_url": self.cancel_url(),
        }

    def cancel_url(self):
        return reverse("staff_list") + self.page.query

    def get_breadcrumbs(self):
        people = (_("Danh sách nhân sự"), reverse("staff_list") + self.page.query)
        return crumbs(self.page, people, (self.title, ""))


class NewPersonPage(EntryPage):
    def check_rights(self):
        if not verbs.may_add_people(self.request.user):
            raise PermissionDenied(_("Tài khoản của bạn chỉ được xem nhân sự."))


class Hire(NewPersonPage):
    title = gettext_lazy("Thêm người")
    lead = gettext_lazy("Người chưa từng có hồ sơ trong hệ thống.")
    form_class = forms.HireForm
    done = gettext_lazy("Đã thêm %(person)s. Hãy khai tiếp văn bằng, chứng chỉ.")

    def act(self, form):
        values = form.cleaned_data
        return actions.hire(
            by=self.request.user,
            personal=form.personal(),
            institution=values["institution"],
            day=values["day"],
            work=form.work(),
            is_another_person=values["is_another_person"],
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        if form.is_bound and "is_another_person" in form.errors:
            personal = form.personal()
            context["namesakes"] = duplicates.namesakes(
                personal["full_name"], personal["birth_date"], self.request.user
            )
        elif not form.data.get("is_another_person"):
            del form.fields["is_another_person"]
        return context


class TakeOver(NewPersonPage):
    title = gettext_lazy("Tiếp nhận")
    lead = gettext_lazy(
        "Người đã có hồ sơ, đã thôi hoặc chuyển đi ở nơi cũ. Ghi đúng cả số định danh "
        "và ngày sinh để hệ thống tìm hồ sơ."
    )
    form_class = forms.TakeOverForm
    done = gettext_lazy("Đã tiếp nhận %(person)s.")

    def act(self, form):
        values = form.cleaned_data
        return actions.take_over(
            by=self.request.user,
            personal_id=values["personal_id"],
            birth_date=values["birth_date"],
            institution=values["institution"],
            day=values["day"],
            work=form.work(),
        ).person


class PersonPage(EntryPage):
    """A verb about one person: 404 for strangers, 403 for those who only read."""

    def check_rights(self):
        mine = Person.objects.editable_by(self.request.user)
        if not mine.filter(pk=self.person.pk).exists():
            raise PermissionDenied(_("Bạn không được sửa hồ sơ của người này."))

    @cached_property
    def person(self):
        people = Person.objects.visible_to(self.request.user)
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"person": self.person}

    def cancel_url(self):
        return reverse("staff_detail", args=[self.person.pk]) + self.page.query

    def get_breadcrumbs(self):
        *before, last = super().get_breadcrumbs()
        return [*before, (self.person.full_name, self.cancel_url()), last]


class Rehire(PersonPage):
    title = gettext_lazy("Tiếp nhận lại")
    lead = gettext_lazy("Người đã thôi nay trở lại làm việc.")
    form_class = forms.EngageForm
    done = gettext_lazy("Đã tiếp nhận lại %(person)s.")

    def act(self, form):
        values = form.cleaned_data
        actions.rehire(
            by=self.request.user,
            person=self.person,
            institution=values["institution"],
            day=values["day"],
            work=form.work(),
        )
        return self.person


class PostPage(PersonPage):
    """A verb about the open main post, for whoever may change that post."""

    def check_rights(self):
        super().check_rights()
        if self.main:
            careers.owned(self.main, self.request.user)

    @cached_property
    def main(self):
        return careers.open_main(self.person)

    def obstacle(self):
        return "" if self.main else careers.no_main()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.person, "main": self.main}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"main": self.main}


class Change(PostPage):
    title = gettext_lazy("Đổi vị trí, môn dạy, hợp đồng")
    lead = gettext_lazy(
        "Vẫn ở trường hiện tại, nhưng từ ngày này làm việc khác: bổ nhiệm, đổi môn, "
        "đổi hợp đồng. Quá trình cũ được giữ lại."
    )
    form_class = forms.ChangeForm
    done = gettext_lazy("Đã ghi thay đổi công việc của %(person)s.")

    def act(self, form):
        actions.change(
            by=self.request.user,
            person=self.person,
            day=form.cleaned_data["day"],
            work=form.work(),
        )
        return self.person


class ToOtherSchool(PostPage):
    def obstacle(self):
        return super().obstacle() or self.no_other_school()

    def no_other_school(self):
        if self.get_form().fields["institution"].queryset.exists():
            return ""
        return _("Không có trường nào khác trong phạm vi quản lý của bạn.")


class Move(ToOtherSchool):
    title = gettext_lazy("Chuyển đơn vị")
    lead = gettext_lazy(
        "Thôi ở trường hiện tại và làm việc chính tại trường khác trong phạm vi quản lý "
        "của bạn. Chuyển ra ngoài phạm vi đó: dùng “Chuyển đi nơi khác”."
    )
    form_class = forms.MoveForm
    done = gettext_lazy("Đã ghi chuyển đơn vị của %(person)s.")

    def act(self, form):
        actions.move(
            by=self.request.user,
            person=self.person,
            day=form.cleaned_data["day"],
            institution=form.cleaned_data["institution"],
            work=form.work(),
        )
        return self.person


class AddPartLoad(ToOtherSchool):
    title = gettext_lazy("Dạy liên trường")
    lead = gettext_lazy(
        "Dạy thêm một phần tại trường khác; trường chính và biên chế không đổi."
    )
    form_class = forms.PartLoadForm
    done = gettext_lazy("Đã ghi dạy liên trường của %(person)s.")

    def act(self, form):
        values = form.cleaned_data
        actions.add_part_load(
            by=self.request.user,
            person=self.person,
            institution=values["institution"],
            day=values["day"],
            share=values["share"],
            until=values["until"],
            work=form.work(),
        )
        return self.person


class EndPartLoad(PersonPage):
    title = gettext_lazy("Thôi dạy liên trường")
    lead = gettext_lazy("Ghi ngày đầu tiên không còn dạy tại trường này.")
    form_class = forms.DayForm
    done = gettext_lazy("Đã ghi thôi dạy liên trường của %(person)s.")

    @cached_property
    def part_load(self):
        posts = Assignment.objects.visible_to(self.request.user)
        return get_object_or_404(
            posts.select_related("institution"),
            pk=self.kwargs["assignment"],
            person=self.person,
            is_main=False,
        )

    def act(self, form):
        actions.end_part_load(
            by=self.request.user,
            assignment=self.part_load,
            day=form.cleaned_data["day"],
        )
        return self.person

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"main": self.part_load}


class Second(PostPage):
    title = gettext_lazy("Biệt phái")
    lead = gettext_lazy(
        "Vẫn thuộc biên chế của trường nhưng làm việc nơi khác: không tính là có mặt."
    )
    form_class = forms.SecondForm
    done = gettext_lazy("Đã ghi biệt phái của %(person)s.")
    kind = Absence.Kind.SECONDED

    def act(self, form):
        values = {"kind": self.kind, **form.cleaned_data}
        actions.leave(by=self.request.user, person=self.person, **values)
        return self.person


class Leave(Second):
    title = gettext_lazy("Nghỉ thai sản, đi học, nghỉ ốm")
    lead = gettext_lazy(
        "Đợt vắng mặt dài ngày: vẫn thuộc biên chế nhưng không tính là có mặt."
    )
    form_class = forms.AbsenceForm
    done = gettext_lazy("Đã ghi đợt vắng mặt của %(person)s.")


class ComeBack(PostPage):
    title = gettext_lazy("Trở lại")
    lead = gettext_lazy("Ghi ngày đầu tiên làm việc trở lại.")
    form_class = forms.DayForm
    done = gettext_lazy("Đã ghi %(person)s trở lại làm việc.")

    def act(self, form):
        day = form.cleaned_data["day"]
        actions.come_back(by=self.request.user, person=self.person, day=day)
        return self.person


class Resign(PostPage):
    title = gettext_lazy("Thôi việc")
    lead = gettext_lazy(
        "Ghi ngày đầu tiên không còn làm việc, theo quyết định. Mọi phân công, kể cả "
        "dạy liên trường, kết thúc vào ngày hôm trước."
    )
    form_class = forms.DayForm
    done = gettext_lazy("Đã ghi thôi việc của %(person)s.")
    depart = staticmethod(actions.resign)

    def act(self, form):
        day = form.cleaned_data["day"]
        self.depart(by=self.request.user, person=self.person, day=day)
        return self.person


class Retire(Resign):
    title = gettext_lazy("Nghỉ hưu")
    done = gettext_lazy("Đã ghi nghỉ hưu của %(person)s.")
    depart = staticmethod(actions.retire)


class TransferOut(Resign):
    title = gettext_lazy("Chuyển đi nơi khác")
    lead = gettext_lazy(
        "Chuyển đến đơn vị ngoài phạm vi quản lý của bạn. Đơn vị mới dùng trang "
        "“Tiếp nhận” với số định danh và ngày sinh."
    )
    done = gettext_lazy("Đã ghi chuyển đi của %(person)s.")
    depart = staticmethod(actions.transfer_out)
