"""One line of JSON per event, each carrying the code of the request it belongs to."""

import logging
import time
import traceback
from contextvars import ContextVar
from secrets import token_hex

import orjson

request_code = ContextVar("request_code", default="")
logger = logging.getLogger("edu_lang_son.request")

# What every log record carries; anything else was given as `extra` and is a fact.
STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
LEFT_OUT = {"request", "server_time", "data"}


class JsonFormatter(logging.Formatter):
    def format(self, record):  # noqa: A003
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if code := request_code.get():
            line["request"] = code
        line |= {
            name: value
            for name, value in vars(record).items()
            if name not in STANDARD | LEFT_OUT
        }
        if record.exc_info:
            line["error"] = "".join(traceback.format_exception(*record.exc_info))
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


class RequestLogMiddleware:
    """Give each request a code, put it in the answer, and log how it went."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.code = token_hex(6)
        token = request_code.set(request.code)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response.headers["X-Request-Code"] = request.code
            self.log(request, response, time.monotonic() - started)
            return response
        finally:
            request_code.reset(token)

    def log(self, request, response, seconds):
        user = getattr(request, "user", None)
        facts = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
            "user": user.pk if user else None,
        }
        logger.info("%s %s", request.method, request.path, extra=facts)
