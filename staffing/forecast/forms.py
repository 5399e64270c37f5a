"""The assumptions of a forecast as a form; each says what it means and its bounds."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from communes.models import SchoolYear
from communes.queries import latest_complete_year
from communes.scoping import Role
from staffing.models import Forecast, SubjectGap


class ForecastForm(forms.ModelForm):
    class Meta:
        model = Forecast
        fields = [
            "name",
            "base_year",
            "window",
            "births_change",
            "class_size_change",
            "replaced",
            "leaving",
            "is_main",
        ]
        help_texts = {
            "window": _(
                "Từ 1 đến 5. Nhiều năm thì ổn định, ít năm thì theo sát mới đây."
            ),
            "births_change": _(
                "Chỉ với trẻ chưa sinh ở năm gốc. Ví dụ: −2 là giảm 2%."
            ),
            "class_size_change": _("0: mỗi lớp giữ số học sinh như năm gốc."),
            "leaving": _("Để trống: lấy theo các năm đã qua, có mức thấp và mức cao."),
            "is_main": _("Phương án mà báo cáo và trang chính dùng. Mỗi năm gốc một."),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        gaps = SubjectGap.objects.filter(school_year=OuterRef("pk"))
        years = SchoolYear.objects.filter(Exists(gaps)).order_by("-start")
        self.fields["base_year"].queryset = years
        self.fields["base_year"].empty_label = None
        self.fields["base_year"].initial = latest_complete_year
        if by.role != Role.ADMIN:
            del self.fields["is_main"]

    def save(self, *, by):
        """Keep it; another main forecast of the year steps back."""
        forecast = super().save(commit=False)
        forecast.made_by = forecast.made_by or by
        if forecast.is_main:
            others = Forecast.objects.filter(base_year=forecast.base_year, is_main=True)
            others.exclude(pk=forecast.pk).update(is_main=False)
        forecast.save()
        return forecast
