"""Tables of which an assigned officer sees only the rows that the assignments reach."""

from django.http import Http404


class OwnRows:
    """Lists, exports and pages of the rows that ``for_user`` keeps; all others are not there."""

    def get_queryset(self, request):
        return super().get_queryset(request).for_user(request.user)

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row
