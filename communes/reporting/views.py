"""Pages of annual reports: the archive, one report with its sentences, what moved since."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView
from django_filters.views import FilterView

from communes.models import Report, ReportFile
from communes.page import PageMixin
from communes.reporting import life, outline
from communes.reporting.building import NothingToReport
from communes.reporting.files import download
from communes.reporting.filters import ReportFilter, with_following
from communes.reporting.forms import BeginForm, IssueForm, may_begin
from communes.reporting.tasks import request_build
from communes.views import LENGTH, Post


def reports_for(user):
    people = ("school_year", "commune", "created_by", "checked_by", "issued_by", "job")
    found = Report.objects.visible_to(user).select_related(*people)
    # The papers are long; lists show none of them.
    return found.defer("content", "commune__outline")


class ReportList(PageMixin, FilterView):
    """The archive: every edition of every year that the reader may see."""

    section = "reports"
    template_name = "reports/list.html"
    context_object_name = "reports"
    filterset_class = ReportFilter
    paginate_by = LENGTH

    def get_queryset(self):
        found = with_following(reports_for(self.request.user))
        return found.prefetch_related(_files())

    def get_badges(self):
        for name, label, value in self.filterset.chosen():
            query = self.request.GET.copy()
            for dropped in (name, "page"):
                query.pop(dropped, None)
            yield label, value, f"?{query.urlencode()}"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "title": _("Báo cáo tổng kết"),
            "badges": list(self.get_badges()),
            "clear_url": "?",
            "form": BeginForm(user=user, auto_id="begin_%s")
            if may_begin(user)
            else None,
        }


def _files():
    return Prefetch("files", ReportFile.objects.defer("content").order_by("kind"))


class ReportNew(Post):
    def post(self, request):
        if not may_begin(request.user):
            raise PermissionDenied(_("Chỉ Sở và Phòng Văn hóa - Xã hội lập báo cáo."))
        form = BeginForm(request.POST, user=request.user)
        if not form.is_valid():
            messages.error(request, _("Hãy chọn năm học và phạm vi trong danh sách."))
            return redirect("report_list")
        place = form.cleaned_data["commune"]
        report = life.begin(
            year=form.cleaned_data["year"].pk,
            commune=place and place.pk,
            by=request.user,
        )
        request_build(report, by=request.user)
        return redirect("report_detail", report.pk)


class ReportPage(PageMixin):
    """About one report; `report` to look at, `editable` to change."""

    section = "reports"

    @cached_property
    def report(self):
        found = Report.objects.visible_to(self.request.user)
        return get_object_or_404(
            found.select_related("school_year", "commune"), pk=self.kwargs["pk"]
        )

    @cached_property
    def may_edit(self):
        return Report.objects.editable_by(self.request.user).filter(
            pk=self.report.pk
        ).exists() and may_begin(self.request.user)

    def refuse_readers(self):
        if not self.may_edit:
            raise PermissionDenied(_("Bạn chỉ được xem báo cáo này."))

    def get_breadcrumbs(self):
        return [(_("Báo cáo tổng kết"), reverse("report_list")), (str(self.report), "")]


class ReportDetail(ReportPage, DetailView):
    template_name = "reports/detail.html"
    context_object_name = "report"

    def get_object(self):
        return self.report

    def get_context_data(self, **kwargs):
        report = self.report
        return super().get_context_data(**kwargs) | {
            "title": _("Báo cáo tổng kết năm học %(year)s")
            % {"year": report.school_year},
            "may_edit": self.may_edit and report.state != Report.State.ISSUED,
            "may_issue": self.may_edit,
            "files": report.files.defer("content").order_by("kind"),
            "lines": outline.lines_of(report) if report.content else [],
            "issue_form": IssueForm(instance=report),
        }


class ReportPost(ReportPage, View):
    """Something is done with a report by somebody who may, or said why not."""

    http_method_names = ["post"]

    def post(self, request, pk):
        self.refuse_readers()
        try:
            done = self.do()
        except (life.ReportError, NothingToReport) as refusal:
            messages.error(request, str(refusal))
        else:
            if done:
                messages.success(request, done)
        return redirect("report_detail", pk)


class ReportBuild(ReportPost):
    def do(self):
        if self.report.state == Report.State.ISSUED:
            raise life.ReportError(_("Báo cáo đã ban hành, không lập lại."))
        request_build(self.report, by=self.request.user)
        return _("Báo cáo đang được lập lại; tải lại trang sau ít giây.")


class ReportWrite(ReportPost):
    """A sentence put otherwise, left out, added, or given back to the system."""

    def do(self):
        sent = self.request.POST
        key, place = sent.get("key", ""), sent.get("place", "0")
        if not key or not place.isdigit() or len(place) > 3:
            raise life.ReportError(_("Không rõ sửa câu nào. Hãy tải lại trang."))
        if "forget" in sent:
            life.forget_text(self.report, key, place=int(place))
            return _("Đã bỏ câu của bạn. Lập lại báo cáo để thấy trong tệp.")
        self.write(key, int(place))
        return _("Đã lưu. Lập lại báo cáo để thấy trong tệp.")

    def write(self, key, place):
        sent = self.request.POST
        text, generated = sent.get("text", "").strip(), sent.get("generated", "")
        if place and not text:
            raise life.ReportError(_("Đoạn thêm vào chưa có chữ nào."))
        by = self.request.user
        life.write_text(self.report, key, text, place=place, generated=generated, by=by)


class ReportCheck(ReportPost):
    def do(self):
        # The digest of the paper that was on the screen, not of what came since.
        self.report.digest = self.request.POST.get("digest", "")
        life.check(self.report, by=self.request.user)
        return _("Đã ghi nhận bạn kiểm tra xong bản này.")


class ReportIssue(ReportPost):
    def do(self):
        self.report.digest = self.request.POST.get("digest", "")
        form = IssueForm(self.request.POST)
        if not form.is_valid():
            raise life.ReportError(_("Hãy ghi số, ký hiệu và ngày ban hành."))
        life.issue(self.report, **form.cleaned_data, by=self.request.user)
        return _("Báo cáo đã ban hành và khóa lại.")


class ReportDownload(ReportPage, View):
    def get(self, request, pk, kind):
        file = self.report.files.filter(kind=kind).first()
        if file is None:
            raise Http404
        place = self.report.commune_id or "tinh"
        stem = f"bao-cao-tong-ket-{self.report.school_year}-{place}"
        return download(file.content, kind, stem)


class ReportMoved(ReportPage, DetailView):
    """What has changed since the paper was built, figure by figure."""

    template_name = "reports/moved.html"
    context_object_name = "report"

    def get_object(self):
        return self.report

    def get_context_data(self, **kwargs):
        moved = life.moved_since(self.report) if self.report.content else []
        return super().get_context_data(**kwargs) | {
            "title": _("Số liệu đã thay đổi từ khi lập báo cáo"),
            "moved": moved,
        }
