"""The product's settings with Django's admin beside it, which the product itself does not have."""

from zhike.config.settings import *  # noqa: F403 - all of them
from zhike.config.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "django.contrib.admin"]
ROOT_URLCONF = "benchmarks.admin_urls"
