"""The product's settings with a job that does nothing, and with the peer of its queue beside it."""

from zhike.config.settings import *  # noqa: F403 - all of them
from zhike.config.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "django_tasks", "django_tasks_db"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
ZHIKE_JOBS = {"nothing": "benchmarks.jobs_work.nothing"}
ZHIKE_DAILY_JOBS = {}
ZHIKE_INTERVAL_JOBS = {}
