FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m pip wheel --no-cache-dir --wheel-dir /wheels '.[parquet]'

FROM python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index --find-links /wheels 'article-cleaner[parquet]' \
    && useradd --create-home cleaner
USER cleaner
WORKDIR /data
ENTRYPOINT ["cleaner"]
CMD ["--help"]
