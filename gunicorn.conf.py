"""The web server, in the demo and in production alike; gunicorn reads it by itself."""

threads = 4
# Longer than a proxy's idle time, or its pooled connections break under load.
keepalive = 75
control_socket_disable = True
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "edu_lang_son.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {
            "handlers": ["console"],
            "level": "INFO",
            "propagate": False,
        },
        # Requests are logged by our own middleware, with their code and their user.
        "gunicorn.access": {"handlers": [], "level": "ERROR", "propagate": False},
    },
}
