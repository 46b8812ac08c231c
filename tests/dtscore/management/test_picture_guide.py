import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from dtscore.management.guide_pictures.made_site import ROLES, make_site
from dtscore.management.guide_pictures.pictures import PICTURES
from indicators.models import Assignment, Submission
from provinces.models import User

GUIDE = settings.BASE_DIR / "docs/huong-dan-can-bo.md"
FOLDER = GUIDE.parent / "img/huong-dan"
MOST_BYTES = 1_000_000


def test_guide_shows_every_picture_and_says_what_it_shows():
    shown = dict(re.findall(r"!\[([^\]]*)\]\(img/huong-dan/([\w-]+)\.png\)", GUIDE.read_text()))
    files = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}

    assert sorted(shown.values()) == sorted(files) == sorted(picture.name for picture in PICTURES)
    assert all(len(text) > 30 for text in shown)
    assert sum(files.values()) < MOST_BYTES


def test_picture_guide_refuses_a_database_that_is_not_its_own():
    with pytest.raises(CommandError, match="must not meet"):
        call_command("picture_guide", "--prepare")


@pytest.mark.django_db
@pytest.mark.sqlite_alone
def test_made_site_is_marked_and_gives_each_role_its_own_account(client, published_data):
    edition = make_site(password="mật khẩu dài để thử")

    accounts = User.objects.filter(username__in=ROLES)
    client.force_login(accounts.get(username="nhap-lieu"))
    page = client.get(reverse("submissions:list")).text
    assert "Dữ liệu giả lập để dùng thử" in page
    assert page.count("Giả lập ") >= 2
    assert not accounts.filter(is_superuser=True).exists()
    assert Assignment.objects.filter(user__in=accounts).count() == 5
    assert set(edition.submissions.values_list("state", flat=True)) == set(Submission.State) - {"published"}
