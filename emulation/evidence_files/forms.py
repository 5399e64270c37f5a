"""The form that adds a file or a link to an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.evidence_files import evidence
from emulation.evidence_files.kinds import ACCEPT


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp"),
        required=False,
        # What is wrong with a file is said by whoever looks into it.
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    link = forms.CharField(
        label=_("hoặc đường dẫn"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    title = forms.CharField(
        label=_("Nội dung minh chứng"),
        required=False,
        max_length=evidence.LONGEST_TITLE,
        help_text=_("Ví dụ: Quyết định thành lập tổ chuyển đổi số, số 12/QĐ-THCS."),
    )

    def add(self, entry, item, *, by):
        """The new row; EvidenceRefused says why there is none."""
        upload, link = self.cleaned_data["file"], self.cleaned_data["link"]
        if bool(upload) == bool(link):
            raise evidence.EvidenceRefused("both" if upload else "nothing")
        evidence.check_open(entry)
        answer = evidence.answer_of(entry, item)
        title = self.cleaned_data["title"]
        if link:
            return evidence.add_link(answer, link, title, by=by)
        return evidence.add_file(answer, upload, title, by=by)

    def field_of(self, refused):
        """The field beside which a refusal is said."""
        if "link" in refused.code:
            return "link" if refused.code != "linked" else "file"
        common = {"nothing", "both", "too_many"}
        return None if refused.code in common else "file"
