"""What the filters of all lists share: the search box and the removable badges."""

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.search import fold


class SearchFilter(django_filters.CharFilter):
    """Finds the words of `q` in a folded column, so that marks and case do not matter."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Tìm"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
        )
        super().__init__(*args, **kwargs)

    def filter(self, queryset, value):
        for word in fold(value).split():
            queryset = queryset.filter(**{f"{self.field_name}__contains": word})
        return queryset


class YesNoFilter(django_filters.ChoiceFilter):
    """Yes or no of a boolean column or annotation."""

    def __init__(self, *args, **kwargs):
        choices = [("yes", gettext_lazy("Có")), ("no", gettext_lazy("Không"))]
        super().__init__(*args, choices=choices, **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(**{self.field_name: value == "yes"})


class ListFilter(django_filters.FilterSet):
    """A filter set that can say in words what it filters by."""

    def chosen(self):
        """(name, label, value in words) of every filter in use."""
        if not self.is_bound or not self.form.is_valid():
            return []
        return [
            (name, str(self.form.fields[name].label), self._in_words(name, value))
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "")
        ]

    def _in_words(self, name, value):
        if isinstance(value, bool):
            return _("Có") if value else _("Không")
        choices = getattr(self.form.fields[name], "choices", None)
        if isinstance(value, str) and choices is not None:
            return str(dict(choices).get(value, value))
        return str(value)
