"""The base of every API route that serves rows."""

from rest_framework.viewsets import ReadOnlyModelViewSet


class ScopedViewSet(ReadOnlyModelViewSet):
    """A read-only route: declare queryset, serializer, filters and sortable columns."""

    ordering_fields = ()
    lookup_value_regex = "[^/]+"
