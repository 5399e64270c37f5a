"""The entrance for the web server: gunicorn edu_lang_son.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

from edu_lang_son import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edu_lang_son.settings")
embedded.hold_if_local()
application = get_wsgi_application()
