"""An order given in words, as a command line gives it, with sentences for what is wrong."""

from django.utils.translation import gettext as _

from communes.models import Commune, SchoolYear
from communes.papers import kinds, reach
from communes.papers.ordering import PaperError


def order_of(code, year, *, commune="", institution="", form="", options=()):
    """(kind, Order); raises PaperError for what does not exist or is not offered."""
    kind = kinds.get(code)
    found = SchoolYear.objects.filter(start=year).first()
    if found is None:
        words = _("Chưa có năm học %(year)s trong hệ thống.")
        raise PaperError(words % {"year": f"{year}-{year + 1}"})
    about = kinds.Order(
        found,
        _commune(commune) if commune else None,
        _institution(institution) if institution else "",
        _options(kind, options),
    )
    if about.scope not in kind.scopes or form not in kind.formats:
        raise PaperError(
            _(
                "Loại văn bản này không lập cho phạm vi hoặc định dạng đã chọn. "
                "Phạm vi: %(scopes)s; định dạng: %(formats)s."
            )
            % {
                "scopes": ", ".join(sorted(kind.scopes)),
                "formats": ", ".join(kind.formats),
            }
        )
    return kind, about


def _commune(code):
    found = Commune.objects.filter(code=code).first()
    if found is None:
        words = _("Không có xã, phường mang mã %(code)s.")
        raise PaperError(words % {"code": code})
    return found


def _institution(code):
    if not reach.all_institutions().filter(code=code).exists():
        words = _("Không có trường mang mã %(code)s.")
        raise PaperError(words % {"code": code})
    return code


def _options(kind, given):
    """{name: value} out of "name=value"; what is not given takes the form's initial."""
    found = {name: str(one.initial or "") for name, one in kind.fields.items()}
    for words in given:
        name, _equals, value = words.partition("=")
        if name not in kind.fields:
            known = ", ".join(kind.fields) or "–"
            words = _("Không có lựa chọn “%(name)s”. Có: %(known)s.")
            raise PaperError(words % {"name": name, "known": known})
        found[name] = value
    return found
