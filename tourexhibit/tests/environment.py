"""The environment of the test suite, read before the settings are (see `addopts` in pytest.ini).

With DATABASE_URL the portal is in production and insists on its settings; tests give it some of their own.
"""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-anywhere-else-0123456789abcdef")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("LOG_LEVEL", "WARNING")
# Tests of the second factor turn it on; all the others sign staff in by force.
os.environ.setdefault("SECOND_FACTOR", "0")
# The suite asks more often than any partner; tests of the limit set it.
os.environ.setdefault("API_REQUESTS_PER_MINUTE", "0")
# Each run has its own files, beside those of a running portal.
os.environ.setdefault("TESTING", "1")
