import pytest
from django.core.management import CommandError, call_command

from indicators.models import Edition
from tests.made_country import make_country


@pytest.mark.sqlite_alone
def test_benchmark_tells_every_page_beside_the_floor(published_data, capsys):
    Edition.objects.update(state=Edition.State.SUPERSEDED)
    make_country(3)

    call_command("benchmark_pages", rounds=1)

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[0] == "floor"
    assert {"overview", "profile", "comparison", "methodology"} <= {line.split()[0] for line in lines[2:]}
    assert all(int(line.split()[-1]) > 0 for line in lines[2:])


def test_benchmark_needs_a_published_edition(published_data):
    Edition.objects.update(state=Edition.State.SUPERSEDED)

    with pytest.raises(CommandError, match="load_published"):
        call_command("benchmark_pages", rounds=1)
