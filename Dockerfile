# The production image: web server, worker and schedule are the same image with another command.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app

COPY requirements-prod.lock ./
RUN pip install --no-deps --require-hashes --only-binary :all: -r requirements-prod.lock

COPY . .
ENV STATIC_ROOT=/app/collected FILES_DIR=/data/files
# These keys exist for this step alone; the portal refuses to start without keys of its own.
RUN python tools/messages.py compile \
    && SECRET_KEY=build-step-only FIELD_KEYS="build:$(head -c 32 /dev/zero | base64)" \
       DATABASE_URL=postgres://build/build python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --uid 10001 --no-create-home portal \
    && install -d -o portal -g portal -m 0700 /data /data/files

USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "meerpaal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", \
     "--worker-class", "gthread", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
