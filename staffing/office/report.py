"""What the offices bring to the annual report: who serves how many schools."""

from communes.documents.blocks import Column, Kind, Paragraph, Table
from communes.reporting import words
from communes.reporting.parts import Chapter, Part, register

from . import figures

NO_NORM = (
    "Không có văn bản nào quy định số người có chuyên môn giáo dục của Phòng Văn hóa - Xã "
    "hội: số liệu chỉ để so sánh. Trường và người học tính theo cấp quản lý."
)


def register_all():
    register(Part("staffing.offices", Chapter.STAFF, offices, order=4))


def offices(facts):
    places = {one.key for one in facts.places} if facts.is_province else {facts.key}
    found = [one for one in figures.everywhere(facts.start) if one.code in places]
    known = [one for one in found if one.specialists is not None]
    if not known:
        return []
    whole = figures.whole(known)
    sentence = (
        f"Phòng Văn hóa - Xã hội có {words.count(whole.specialists)} người có chuyên môn "
        f"giáo dục trên {words.count(whole.staff)} biên chế, phục vụ "
        f"{words.count(whole.schools)} trường, {words.count(whole.learners)} người học."
    )
    blocks = [Paragraph("staff.offices", words.stated(facts, sentence))]
    return [*blocks, _table(known, whole)] if facts.is_province else blocks


def _table(known, whole):
    columns = [
        Column("Xã, phường", width=2.4),
        Column("Biên chế", Kind.WHOLE),
        Column("Chuyên môn giáo dục", Kind.WHOLE),
        Column("Trường", Kind.WHOLE),
        Column("Người học", Kind.WHOLE),
        Column("Trường/người", Kind.DECIMAL, 1),
        Column("Người học/người", Kind.DECIMAL, 0),
    ]
    return Table(
        "offices",
        "Người có chuyên môn giáo dục của Phòng Văn hóa - Xã hội",
        columns,
        [[one.name, *_numbers(one)] for one in known],
        ["Cộng", *_numbers(whole)],
        (NO_NORM,),
    )


def _numbers(one):
    return [
        one.staff,
        one.specialists,
        one.schools,
        one.learners,
        one.schools_each,
        one.learners_each,
    ]
