"""Tables of which an assigned officer sees only the rows that the assignments reach."""

from django.http import Http404


class FoundRows:
    """A row that the officer's list does not hold is not there at its address either."""

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row


class OwnRows(FoundRows):
    """Lists, exports and pages of the rows that ``for_user`` keeps."""

    def get_queryset(self, request):
        return super().get_queryset(request).for_user(request.user)
