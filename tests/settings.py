"""The project's settings as the tests need them: no .env, quick passwords, a database that pytest names."""

import os

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.update(
    {
        "SECRET_KEY": "a key for the tests alone, the same on each run so that they can be repeated",
        "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
        "DEBUG": "off",
        "DTSCORE_HTTPS": "off",
    }
)

from dtscore.settings import *

if DATABASES["default"]["NAME"] == ":memory:":
    # The threads of a test share it.
    DATABASES["default"]["NAME"] = "file:tests?mode=memory&cache=shared"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The tests collect no static files, so there is no manifest to look names up in.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# The tests leave no file behind.
CACHES["progress"]["BACKEND"] = "django.core.cache.backends.locmem.LocMemCache"
# Else each test client reads all files that `make run` collected here.
WHITENOISE_AUTOREFRESH = True
