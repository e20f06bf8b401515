import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
application = get_wsgi_application()

from zhike.core.search.rules import dictionary  # noqa: E402 - not before the settings are known

dictionary()  # here and not when somebody saves the first customer, who would wait for it
gc.collect()
gc.freeze()  # what is there now stays: no collection has to look through it again
