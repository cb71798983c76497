# syntax=docker/dockerfile:1
# docker build -t tfmock . && docker run --rm -p 127.0.0.1:4180:4180 -p 127.0.0.1:4181:4181 tfmock
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY tfmock tfmock
COPY hcl_lint hcl_lint
# pip stays behind: the image runs tfmock and hcl-lint, and installs nothing.
RUN python -m venv /opt/tfmock \
    && /opt/tfmock/bin/pip install --no-cache-dir --disable-pip-version-check --no-compile . \
    && /opt/tfmock/bin/pip uninstall --yes --quiet pip

FROM python:3.12-slim
RUN useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/tfmock tfmock
COPY --from=build /opt/tfmock /opt/tfmock
ENV PATH=/opt/tfmock/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TFMOCK_HOST=0.0.0.0 \
    TFMOCK_DATA_DIR=/var/lib/tfmock/data
WORKDIR /var/lib/tfmock
USER 10001:10001
EXPOSE 4180 4181
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ.get('TFMOCK_PORT', 4180)}/_tfmock/health\", timeout=2)"]
ENTRYPOINT ["tfmock"]
CMD ["serve"]
