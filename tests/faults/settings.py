"""The product's settings with jobs that do what a test needs, and a lease that runs out while one waits."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from zhike.config.settings import *  # noqa: F403 - all of them

ZHIKE_JOBS = {name: f"tests.faults.work.{name}" for name in ("note", "wait", "die", "daily")}
ZHIKE_DAILY_JOBS = {"daily": 0} if os.environ.get("FAULTS_DAILY") else {}
ZHIKE_INTERVAL_JOBS = {}
ZHIKE_JOB_LEASE_SECONDS = float(os.environ["FAULTS_LEASE"])

_CLOCK = Path(os.environ["ZHIKE_DATA_DIR"]) / os.environ.get("FAULTS_CLOCK", "clock")
_now = timezone.now


def _moved() -> datetime:
    """Answer the time of a clock that a test moves by writing seconds into a file."""
    return _now() + timedelta(seconds=float(_CLOCK.read_text() or 0) if _CLOCK.exists() else 0)


timezone.now = _moved
