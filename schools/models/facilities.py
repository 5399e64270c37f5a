"""Rooms, equipment and services of an institution in one period."""

from django.db import models
from django.db.models import CheckConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked

from .figures import count_field, within
from .returns import ReturnPart, SchoolReturn


def yes_no_field(label):
    return models.BooleanField(label, null=True, blank=True)


@tracked
class Facilities(ReturnPart):
    school_return = models.OneToOneField(
        SchoolReturn, models.CASCADE, related_name="facilities"
    )
    classrooms = count_field(_("phòng học"))
    solid_rooms = count_field(_("kiên cố"))
    semi_solid_rooms = count_field(_("bán kiên cố"))
    temporary_rooms = count_field(_("tạm"))
    # Borrowed rooms are counted by solidity too; this says how many are not ours.
    borrowed_rooms = count_field(_("nhờ, mượn"))
    subject_rooms = count_field(_("phòng bộ môn"))
    libraries = count_field(_("thư viện"))
    teaching_computers = count_field(_("máy tính dùng cho dạy, học"))
    working_computers = count_field(_("máy tính còn hoạt động"))
    management_computers = count_field(_("máy tính quản lý"))
    projectors = count_field(_("máy chiếu, màn hình"))
    internet = yes_no_field(_("Internet phục vụ dạy học"))
    power = yes_no_field(_("điện lưới"))
    clean_water = yes_no_field(_("nước sạch"))
    toilets = yes_no_field(_("nhà vệ sinh"))
    separate_toilets = yes_no_field(_("nhà vệ sinh riêng nam, nữ"))
    hand_washing = yes_no_field(_("chỗ rửa tay"))
    disability_access = yes_no_field(_("tiếp cận cho người khuyết tật"))

    class Meta:
        verbose_name = _("cơ sở vật chất")
        verbose_name_plural = _("cơ sở vật chất")
        constraints = [
            CheckConstraint(
                condition=within(
                    (
                        "solid_rooms",
                        "semi_solid_rooms",
                        "temporary_rooms",
                        "borrowed_rooms",
                    ),
                    "classrooms",
                ),
                name="rooms_parts_within_classrooms",
            ),
            CheckConstraint(
                condition=within(("working_computers",), "teaching_computers"),
                name="computers_working_within_all",
            ),
        ]

    def __str__(self):
        return str(self.school_return)
