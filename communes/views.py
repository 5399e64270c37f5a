"""Pages that everybody has: their notices, and the background work they asked for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView, ListView

from communes import jobs
from communes.extensions import ExtensionForm, extend
from communes.models import ExportFile, Job, Notice, ReportingPeriod
from communes.page import PageMixin
from communes.scoping import PROVINCE_ROLES, is_active_account
from communes.templatetags.shell import address

LENGTH = 30


class NoticeList(PageMixin, ListView):
    section = "notices"
    template_name = "communes/notice_list.html"
    paginate_by = LENGTH

    def get_queryset(self):
        return Notice.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": _("Thông báo")}


class Post(PageMixin, View):
    """Something is done and the reader is sent on; there is nothing to look at."""

    http_method_names = ["post"]


class NoticeRead(Post):
    """Marks a notice as read and goes where it leads."""

    def post(self, request, pk):
        notice = get_object_or_404(Notice.objects.editable_by(request.user), pk=pk)
        Notice.objects.filter(pk=pk, read_at=None).update(read_at=timezone.now())
        if url_has_allowed_host_and_scheme(notice.address, allowed_hosts=None):
            return redirect(notice.address)
        return redirect("notice_list")


class NoticesRead(Post):
    def post(self, request):
        own = Notice.objects.editable_by(request.user).unread()
        number = own.update(read_at=timezone.now())
        words = _("Đã đánh dấu %(number)s thông báo là đã đọc.")
        messages.success(request, words % {"number": number})
        return redirect("notice_list")


class JobList(PageMixin, ListView):
    """What the reader has asked for; administrators see everybody's work at home."""

    section = "jobs"
    template_name = "communes/job_list.html"
    paginate_by = LENGTH

    def get_queryset(self):
        user = self.request.user
        return Job.objects.visible_to(user).filter(requested_by=user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": _("Việc chạy nền")}


class JobDetail(PageMixin, DetailView):
    section = "jobs"
    context_object_name = "job"

    def get_queryset(self):
        visible = Job.objects.visible_to(self.request.user)
        return visible.select_related("requested_by", "commune")

    def get_template_names(self):
        # The page asks for its inner part again and again until the work has ended.
        part = self.request.htmx and not self.request.htmx.boosted
        return ["communes/_job_progress.html" if part else "communes/job_detail.html"]

    def get_breadcrumbs(self):
        return [(_("Việc chạy nền"), reverse("job_list")), (self.object.name, "")]

    def get_context_data(self, **kwargs):
        job, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "title": job.name,
            "may_cancel": not job.has_ended
            and Job.objects.editable_by(user).filter(pk=job.pk).exists(),
            "result_url": jobs.result_url(job),
            "file": ExportFile.objects.visible_to(user).filter(job=job).first()
            if job.kind == "export"
            else None,
        }


class JobCancel(Post):
    def post(self, request, pk):
        if not Job.objects.visible_to(request.user).filter(pk=pk).exists():
            raise Http404
        if not Job.objects.editable_by(request.user).filter(pk=pk).exists():
            raise PermissionDenied(
                _("Chỉ người yêu cầu hoặc quản trị viên hủy được việc này.")
            )
        if jobs.cancel(pk):
            messages.success(
                request, _("Đã yêu cầu dừng. Việc sẽ dừng ở bước tiếp theo.")
            )
        else:
            messages.info(request, _("Việc này đã kết thúc trước khi hủy."))
        return redirect("job_detail", pk)


class DeadlineExtend(PageMixin, FormView):
    """The department gives one commune more time, and says why."""

    section = "board"
    form_class = ExtensionForm
    template_name = "communes/deadline_extend.html"

    def dispatch(self, request, *args, **kwargs):
        account = request.user
        if is_active_account(account) and account.role not in PROVINCE_ROLES:
            raise PermissionDenied(_("Chỉ Sở Giáo dục và Đào tạo gia hạn được."))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        asked = self.request.GET
        latest = ReportingPeriod.objects.filter(opens_on__lte=timezone.localdate())
        return {
            "period": asked.get("period")
            or latest.values_list("pk", flat=True).first(),
            "commune": asked.get("commune"),
        }

    def form_valid(self, form):
        granted = extend(**form.cleaned_data, by=self.request.user)
        words = _("Đã gia hạn cho %(commune)s đến hết %(day)s và báo cho xã.")
        facts = {"commune": granted.commune, "day": f"{granted.due_on:%d/%m/%Y}"}
        messages.success(self.request, words % facts)
        return redirect(address("completeness_board"))

    def get_context_data(self, **kwargs):
        crumbs = [(_("Tiến độ báo cáo"), address("completeness_board"))]
        title = _("Gia hạn cho một xã")
        return super().get_context_data(**kwargs) | {
            "title": title,
            "breadcrumbs": [*crumbs, (title, "")],
            "board_url": address("completeness_board"),
        }
