"""Forms of the registers: one row each, with a sentence for what cannot be."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.fields import DayField
from communes.models import Commune, SchoolYear
from communes.scoping import ScopePaths
from emulation.evidence_files.evidence import EvidenceRefused, checked_link
from emulation.models import Initiative, PressArticle, PressSubscription, Team
from schools.models import Institution
from staffing.forms import AsksPlainly

# Communes whose people may write in their register of teams.
OF_COMMUNE = ScopePaths(communes=("code",), managed_by="code")


def communes_of(user):
    return Commune.objects.reached_by(OF_COMMUNE, user, to_change=True)


class RegisterForm(AsksPlainly, forms.ModelForm):
    """A row of a place that the user may change; the same row is written once."""

    # Fields that together name a row, the field at which a twin is said, the words.
    once = ()
    twin = ""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self.offer()

    def offer(self):
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) not in (None, "") for name in self.once):
            named = {name: cleaned[name] for name in self.once}
            twins = self._meta.model.objects.exclude(pk=self.instance.pk)
            if twins.filter(**named).exists():
                self.add_error(self.once[-1], str(self.twin))
        return cleaned


class OfSchoolForm(RegisterForm):
    def offer(self):
        schools = Institution.objects.editable_by(self.user)
        if self.instance.pk is None:
            schools = schools.open_on(timezone.localdate())
        school = self.fields["institution"]
        school.queryset = schools.select_related("commune").order_by("search_name")
        school.label_from_instance = lambda one: f"{one.name} ({one.commune.name})"
        begun = SchoolYear.objects.filter(starts_on__lte=timezone.localdate())
        self.fields["school_year"].queryset = begun.order_by("-start")
        self.fields["school_year"].empty_label = None
        if self.instance.pk is None and len(first := schools[:2]) == 1:
            self.initial.setdefault("institution", first[0].pk)


class InitiativeForm(OfSchoolForm):
    once = ("institution", "school_year", "title")
    twin = gettext_lazy(
        "Trường đã có sáng kiến tên này trong năm học này. Hãy sửa dòng đã có, hoặc ghi "
        "tên khác."
    )

    class Meta:
        model = Initiative
        fields = (
            "institution",
            "school_year",
            "title",
            "is_digital",
            "recognition",
            "decision",
        )


class PressForm(OfSchoolForm):
    once = ("institution", "school_year", "newspaper")
    twin = gettext_lazy(
        "Trường đã ghi số tờ của báo này trong năm học này. Hãy sửa dòng đã có."
    )

    class Meta:
        model = PressSubscription
        fields = ("institution", "school_year", "newspaper", "copies")

    def clean_copies(self):
        if self.cleaned_data["copies"] < 1:
            raise forms.ValidationError(
                _(
                    "Số tờ phải từ 1 trở lên. Nếu trường không đặt báo này, hãy xóa dòng."
                )
            )
        return self.cleaned_data["copies"]


class ArticleForm(OfSchoolForm):
    published_on = DayField(label=gettext_lazy("Đăng ngày"))
    # As typed, so that the sentence about it is ours.
    link = forms.CharField(
        label=gettext_lazy("Đường dẫn"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    once = ("institution", "newspaper", "published_on", "title")
    twin = gettext_lazy(
        "Bài này của trường, cùng báo và cùng ngày đăng, đã có trong sổ."
    )

    class Meta:
        model = PressArticle
        fields = (
            "institution",
            "school_year",
            "newspaper",
            "title",
            "published_on",
            "link",
        )

    def clean_link(self):
        if not self.cleaned_data["link"]:
            return ""
        try:
            return checked_link(self.cleaned_data["link"])
        except EvidenceRefused as refused:
            raise forms.ValidationError(refused.sentence) from None

    def clean_published_on(self):
        day = self.cleaned_data["published_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("Ngày đăng ở tương lai. Hãy ghi ngày bài đã đăng.")
            )
        return day

    def clean(self):
        cleaned = super().clean()
        year, day = cleaned.get("school_year"), cleaned.get("published_on")
        if year and day and not year.starts_on <= day <= year.ends_on:
            words = {
                "year": year.name,
                "first": f"{year.starts_on:%d/%m/%Y}",
                "last": f"{year.ends_on:%d/%m/%Y}",
            }
            sentence = _(
                "Ngày đăng không thuộc năm học %(year)s (từ %(first)s đến %(last)s). Hãy "
                "sửa ngày hoặc chọn năm học khác."
            )
            self.add_error("published_on", sentence % words)
        return cleaned


class TeamForm(RegisterForm):
    once = ("commune", "name")
    twin = gettext_lazy("Xã, phường đã có tổ tên này. Hãy sửa dòng đã có.")

    class Meta:
        model = Team
        fields = ("commune", "name", "members", "teachers", "is_active")

    def offer(self):
        communes = communes_of(self.user)
        self.fields["commune"].queryset = communes
        if len(first := communes[:2]) == 1:
            self.initial.setdefault("commune", first[0].pk)

    def clean(self):
        cleaned = super().clean()
        members, teachers = cleaned.get("members"), cleaned.get("teachers")
        if None not in (members, teachers) and teachers > members:
            self.add_error(
                "teachers",
                _(
                    "Số giáo viên nhiều hơn số thành viên của tổ. Hãy xem lại hai số này."
                ),
            )
        return cleaned
