"""The product's settings as they are, with leases and pauses that run out while a test waits."""

import os
from datetime import timedelta

from zhike.config.settings import *  # noqa: F403 - all of them
from zhike.core.notices import rules

ZHIKE_JOB_LEASE_SECONDS = float(os.environ.get("FAULTS_LEASE", "60"))
EMAIL_TIMEOUT = 2
rules.FIRST_WAIT = timedelta(seconds=1)  # between two tries of a letter
# Nobody reads the pipes of these processes, and who writes to a full one stands still. FAULTS_LOG names a file instead.
_LOG = os.environ.get("FAULTS_LOG", os.devnull)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"file": {"class": "logging.FileHandler", "filename": _LOG}},
    "root": {"handlers": ["file"], "level": "INFO"},
}
