"""Is this person registered already? By personal number, or by name and birth date."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.search import fold

from .effects import Refused
from .models import Assignment, Person

HOUR = 60 * 60


@dataclass(frozen=True)
class Namesakes:
    """People of the same name and birth date: those the user may open, and the rest."""

    known: list
    elsewhere: int

    def __bool__(self):
        return bool(self.known or self.elsewhere)


def namesakes(full_name, birth_date, user):
    """People who are called the same and born on the same day."""
    same = Person.objects.filter(search_name=fold(full_name), birth_date=birth_date)
    keys = set(same.values_list("pk", flat=True))
    known = list(Person.objects.visible_to(user).filter(pk__in=keys))
    for person in known:
        person.serves_at = serving_place(person)
    return Namesakes(known, len(keys) - len(known))


def refuse_known_number(personal_id, user, *, but=None):
    """A personal number belongs to one person; who it is stays with who may see."""
    found = Person.objects.filter(personal_id=personal_id).exclude(pk=but).first()
    if found is None:
        return
    if not Person.objects.visible_to(user).filter(pk=found.pk).exists():
        sentence = _(
            "Số định danh này đang có hồ sơ ở đơn vị khác, liên hệ Sở. Nếu người này "
            "đã thôi ở nơi cũ và về trường của bạn, hãy dùng trang “Tiếp nhận”."
        )
        raise Refused({"personal_id": sentence})
    sentence = _("Số định danh này là của %(person)s, %(place)s.")
    facts = {"person": found.full_name, "place": serving_place(found)}
    raise Refused({"personal_id": sentence % facts})


def serving_place(person):
    """Where the person serves, or served last, in words."""
    posts = Assignment.objects.filter(person=person, is_main=True)
    post = posts.select_related("institution").order_by("-started_on").first()
    if post is None:
        return _("chưa có phân công nào")
    today = timezone.localdate()
    if post.ended_on and post.ended_on < today:
        facts = {"school": post.institution.name, "day": f"{post.ended_on:%d/%m/%Y}"}
        return _("đã thôi tại %(school)s từ sau ngày %(day)s") % facts
    return _("đang công tác tại %(school)s") % {"school": post.institution.name}


def identified(personal_id, birth_date, by, *, tries):
    """The person whose number and birth date both are right, or a refusal.

    Nothing tells which of the two was wrong, and guessing ends after `tries` in an
    hour. Of people whose birth year alone is known the year is compared.
    """
    key = f"staff-identified-{by.pk}"
    cache.add(key, 0, HOUR)
    if cache.get(key, 0) >= tries:
        raise Refused(
            _("Bạn đã thử quá nhiều lần. Hãy thử lại sau một giờ hoặc liên hệ Sở.")
        )
    year = birth_date if isinstance(birth_date, int) else birth_date.year
    born = Q(birth_year_only=True, birth_date__year=year)
    if not isinstance(birth_date, int):
        born |= Q(birth_year_only=False, birth_date=birth_date)
    found = Person.objects.filter(born, personal_id=personal_id)
    person = found.select_for_update().first()
    if person is None:
        cache.incr(key)
        raise Refused(
            _("Không có hồ sơ nào khớp cả số định danh và ngày sinh. Hãy kiểm tra lại.")
        )
    return person
