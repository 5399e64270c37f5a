"""Tells Django which site its admin is."""

from django.contrib.admin.apps import AdminConfig


class DepartmentAdminConfig(AdminConfig):
    default_site = "edu_lang_son.admin_site.DepartmentSite"
