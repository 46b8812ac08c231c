"""The columns of the reference tables that are exported and imported, by natural keys."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.resources import Diff
from import_export.widgets import CachedForeignKeyWidget, ForeignKeyWidget

from provinces.admin.forms import leads_back
from provinces.admin.reliance import is_relied_on
from provinces.models import Region, Source, Succession, Unit, UnitAlias, UnitName, UnitSet, UnitSetMember

DAY = "%Y-%m-%d"


class DayWidget(widgets.DateWidget):
    """Days as 2022-12-31 in both directions; 31/12/2022 is read too."""

    def __init__(self):
        super().__init__(format=DAY)
        self.formats = (DAY, "%d/%m/%Y")


class RegionWidget(ForeignKeyWidget):
    """A region's code means something only within the unit set of the row."""

    def get_queryset(self, value, row, *args, **kwargs):
        return Region.objects.filter(unit_set__code=row.get("unit_set"))


def unit_column(attribute: str) -> fields.Field:
    """Return a column that names a unit by its slug."""
    return fields.Field(
        attribute=attribute, column_name=attribute, widget=CachedForeignKeyWidget(Unit, "slug")
    )


def unit_set_column() -> fields.Field:
    """Return a column that names a unit set by its code."""
    return fields.Field(
        attribute="unit_set", column_name="unit_set", widget=CachedForeignKeyWidget(UnitSet, "code")
    )


def source_column(attribute: str = "source") -> fields.Field:
    """Return a column that names a source by its code."""
    return fields.Field(
        attribute=attribute, column_name=attribute, widget=CachedForeignKeyWidget(Source, "code")
    )


def day_column(attribute: str) -> fields.Field:
    """Return a column of days."""
    return fields.Field(attribute=attribute, column_name=attribute, widget=DayWidget())


class PlainDiff(Diff):
    """The old and the new value, without the style attributes that the policy of the site refuses."""

    def as_html(self):
        return [
            value_change("" if self.new else old, new) for old, new in zip(self.left, self.right, strict=True)
        ]


def value_change(old: object, new: object) -> str:
    """Return the value as HTML, or the old one struck out before the new one."""
    old, new = ("" if value is None else str(value) for value in (old, new))
    if old == new:
        return format_html("{}", new)
    struck = format_html("<del>{}</del> ", old) if old else ""
    return format_html("{}{}", struck, format_html("<ins>{}</ins>", new) if new else "")


def unknown_codes(instance: models.Model) -> dict[str, ValidationError]:
    """Return an error naming the codes there are for each field whose code is not among them."""
    text = _("There is no code “%(code)s”. The codes are: %(codes)s.")
    return {
        field.name: ValidationError(text, params={"code": code, "codes": codes_of(field)})
        for field in instance._meta.fields
        if field.choices and (code := getattr(instance, field.attname)) not in dict(field.choices) and code
    }


def codes_of(field: models.Field) -> str:
    """Return the codes of a field with what each means."""
    return "; ".join(f"{code} ({label})" for code, label in field.choices)


class TableResource(resources.ModelResource):
    """A table whose rows obey the rules of the model and are known by their natural key."""

    @classmethod
    def get_diff_class(cls):
        return PlainDiff

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {}) | unknown_codes(instance)
        super().validate_instance(instance, errors, validate_unique)

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True
        store_instance = True


class SourceResource(TableResource):
    issued_on = day_column("issued_on")
    retrieved_on = day_column("retrieved_on")

    class Meta(TableResource.Meta):
        model = Source
        import_id_fields = ("code",)
        fields = ("code", "title", "number", "issued_on", "issuer", "url", "origin_url", "retrieved_on")


class UnitResource(TableResource):
    parent = fields.Field(attribute="parent", column_name="parent", widget=ForeignKeyWidget(Unit, "slug"))
    valid_from = day_column("valid_from")
    valid_to = day_column("valid_to")

    class Meta(TableResource.Meta):
        model = Unit
        import_id_fields = ("slug",)
        fields = ("slug", "level", "parent", "valid_from", "valid_to")

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        if leads_back(instance, instance.parent):
            errors["parent"] = ValidationError(_("A unit cannot be part of itself."))
        stored = Unit.objects.filter(pk=instance.pk).first()
        if stored is not None and stored.level != instance.level and is_relied_on(stored):
            errors["level"] = ValidationError(_("A published edition relies on the level of this unit."))
        super().validate_instance(instance, errors, validate_unique)


class UnitNameResource(TableResource):
    unit = unit_column("unit")
    valid_from = day_column("valid_from")
    valid_to = day_column("valid_to")

    class Meta(TableResource.Meta):
        model = UnitName
        import_id_fields = ("unit", "valid_from")
        fields = ("unit", "name", "name_en", "type", "valid_from", "valid_to")


class UnitAliasResource(TableResource):
    unit_set = unit_set_column()
    unit = unit_column("unit")

    class Meta(TableResource.Meta):
        model = UnitAlias
        import_id_fields = ("unit_set", "spelling")
        fields = ("unit_set", "unit", "spelling")

    def before_save_instance(self, instance, row, **kwargs):
        instance.confirmed_by, instance.confirmed_at = kwargs["user"], timezone.now()


class RegionResource(TableResource):
    unit_set = unit_set_column()
    source = source_column()

    class Meta(TableResource.Meta):
        model = Region
        import_id_fields = ("unit_set", "code")
        fields = ("unit_set", "code", "name", "order", "source")


class UnitSetMemberResource(TableResource):
    unit_set = unit_set_column()
    unit = unit_column("unit")
    region = fields.Field(attribute="region", column_name="region", widget=RegionWidget(Region, "code"))
    source = source_column()

    class Meta(TableResource.Meta):
        model = UnitSetMember
        import_id_fields = ("unit_set", "unit")
        fields = ("unit_set", "unit", "gso_code", "region", "order", "source")


class SuccessionResource(TableResource):
    predecessor = unit_column("predecessor")
    successor = unit_column("successor")
    effective_on = day_column("effective_on")
    source = source_column()

    class Meta(TableResource.Meta):
        model = Succession
        import_id_fields = ("predecessor", "successor")
        fields = ("predecessor", "successor", "effective_on", "source")
