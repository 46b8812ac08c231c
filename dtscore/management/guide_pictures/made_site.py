"""What the pictures show: a real rule book, made-up units and scores, an account for every role."""

from django.conf import settings
from django.db import transaction

from indicators.imports.reference.known import Known
from indicators.imports.reference.loading import load_table
from indicators.imports.reference.rule_books import RULE_BOOK_TABLES
from indicators.imports.reference.units import UNIT_TABLES
from indicators.management.import_benchmark.made_table import CODE
from indicators.management.made_up.submissions import STATES, fill, set_deadlines
from indicators.management.score_benchmark.made_scores import draft_edition, make_units
from indicators.models import Assignment, Edition, Methodology, Role, Scorecard, Submission
from provinces.models import Unit, User

RULE_BOOK = "dti-cap-xa-tay-ninh"
NAME = "Chuyển đổi số cấp xã (giả lập)"
UNITS = 12
YEAR = 2026
# The edition of the year before waits for its publication.
READY = YEAR - 1
# The unit in the first state of STATES is in data entry, the fifth under appraisal.
ENTERING, APPRAISED = "gia-lap-0", "gia-lap-4"
ROLES = {
    "nhap-lieu": (Role.ENTRY, "Cán bộ nhập liệu", (ENTERING, APPRAISED)),
    "tham-dinh": (Role.APPRAISAL, "Cán bộ thẩm định", (None,)),
    "cong-bo": (Role.PUBLICATION, "Người công bố", (None,)),
    "quan-tri": (Role.ADMINISTRATION, "Quản trị bộ chỉ số", (None,)),
}


@transaction.atomic
def make_site(*, password: str) -> Edition:
    """Fill an empty, migrated database; return the edition under way. Accounts are the keys of ``ROLES``."""
    known = Known()
    for table in (*UNIT_TABLES, *RULE_BOOK_TABLES):
        load_table(table, directory=settings.BASE_DIR / "fixtures", known=known)
    # The indicators are real, all that is scored by them here is not: each page says so.
    Scorecard.objects.filter(code=RULE_BOOK).update(code=CODE, name=NAME)
    unit_set = make_units(UNITS)
    methodology = Methodology.objects.get(scorecard__code=CODE)
    editions = [draft_edition(methodology, unit_set, year=year) for year in (YEAR, READY)]
    Edition.objects.filter(pk__in=[edition.pk for edition in editions]).update(unit_count=UNITS)
    accounts = {name: _account(name, password=password) for name in ROLES}
    edition, ready = editions
    fill(edition, states=STATES, user=accounts["tham-dinh"])
    fill(ready, states=[Submission.State.APPROVED], user=accounts["tham-dinh"])
    set_deadlines(edition)
    return edition


def _account(name: str, *, password: str) -> User:
    role, called, units = ROLES[name]
    account = User.objects.create_user(name, password=password, last_name=called, is_staff=True)
    for slug in units:
        unit = Unit.objects.get(slug=slug) if slug else None
        Assignment.objects.create(user=account, role=role, unit=unit)
    return account
