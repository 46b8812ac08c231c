import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from provinces.models import Unit, UnitName
from provinces.prepared import PreparedQuery


def test_prepared_query_returns_the_row_of_each_key_with_what_is_joined(
    published_data, django_assert_num_queries
):
    asked = []

    def names_of(key):
        asked.append(key)
        return UnitName.objects.select_related("unit").only("name", "unit__slug").filter(pk=key)

    query = PreparedQuery(names_of)
    stored = list(UnitName.objects.select_related("unit").order_by("pk")[:2])

    with django_assert_num_queries(2):
        found = [query.get(name.pk) for name in stored]
        told = [(name.pk, name.name, name.unit.slug) for name in found]

    assert told == [(name.pk, name.name, name.unit.slug) for name in stored]
    assert len(asked) == 1


def test_prepared_query_says_that_there_is_no_such_row(published_data):
    query = PreparedQuery(lambda key: Unit.objects.filter(pk=key))

    with pytest.raises(Unit.DoesNotExist):
        query.get(0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_alone
def test_prepared_query_that_holds_a_row_is_refused_outside_a_transaction():
    query = PreparedQuery(lambda key: Unit.objects.select_for_update().filter(pk=key))
    with transaction.atomic(), pytest.raises(Unit.DoesNotExist):
        query.get(0)

    with pytest.raises(TransactionManagementError):
        query.get(0)
