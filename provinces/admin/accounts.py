from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from provinces.models import User

RIGHTS = ["is_superuser", "groups", "user_permissions"]


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts; who is no superuser can neither make one nor change what one may do."""

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else [*own, *RIGHTS]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self._is_out_of_reach(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self._is_out_of_reach(request, obj)

    def _is_out_of_reach(self, request, obj):
        return obj is not None and obj.is_superuser and not request.user.is_superuser
