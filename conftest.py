"""Keep the tests' files apart from the user's own: the settings make a secret key where the data is."""

import os
import tempfile

os.environ["ZHIKE_DATA_DIR"] = tempfile.mkdtemp(prefix="zhike-tests-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
