# Briefing in a container: `docker build --tag briefing .`, then see docs/container.md.

FROM python:3.13-slim AS built
RUN python -m venv /opt/briefing
WORKDIR /src
COPY pyproject.toml README.md LICENSE config.yaml ./
COPY templates templates
COPY briefing briefing
RUN /opt/briefing/bin/pip install --no-cache-dir --disable-pip-version-check . && \
    /opt/briefing/bin/pip uninstall --yes --disable-pip-version-check pip

FROM python:3.13-slim
RUN useradd --uid 1000 --create-home briefing && install --directory --owner=briefing --group=briefing /data
COPY --from=built /opt/briefing /opt/briefing
ENV PATH=/opt/briefing/bin:$PATH PYTHONUNBUFFERED=1
USER briefing
# Configuration, store and editions: all that is to outlive a container.
WORKDIR /data
VOLUME /data
EXPOSE 8765
# Only of use beside `serve`; for other commands docker run --no-healthcheck.
HEALTHCHECK --interval=1m --timeout=10s --start-period=1m \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8765/healthz', timeout=5)"]
# Run as it is, without a shell around it: what `docker stop` sends reaches it, and it ends between two steps.
ENTRYPOINT ["briefing"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8765"]
