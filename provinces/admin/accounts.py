from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from provinces.admin.requests import RequestsInOrder
from provinces.models import User

RIGHTS = ["is_superuser", "groups", "user_permissions"]

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(RequestsInOrder, GroupAdmin):
    """Groups; who changes one changes what all its accounts may do, so it takes a superuser."""

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(User)
class AccountAdmin(RequestsInOrder, UserAdmin):
    """Accounts; who is no superuser cannot change what one may do, nor an account that may do more."""

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else [*own, *RIGHTS]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_out_of_reach(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_out_of_reach(request.user, obj)


def is_out_of_reach(user, account) -> bool:
    """Tell whether an account may do what a user may not."""
    if account is None or user.is_superuser:
        return False
    return account.is_superuser or not user.has_perms(rights_of(account))


def rights_of(account) -> list[str]:
    """Return the permissions of an account, those of a blocked one too: it may be opened again."""
    rights = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    return [f"{app}.{name}" for app, name in rights.values_list("content_type__app_label", "codename")]
