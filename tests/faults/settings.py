"""The product's settings with jobs that do what a test needs, and a lease that runs out while one waits."""

import os

from zhike.config.settings import *  # noqa: F403 - all of them

ZHIKE_JOBS = {name: f"tests.faults.work.{name}" for name in ("note", "wait", "die")}
ZHIKE_DAILY_JOBS = {}
ZHIKE_INTERVAL_JOBS = {}
ZHIKE_JOB_LEASE_SECONDS = float(os.environ["FAULTS_LEASE"])
