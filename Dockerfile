# The program and Node, nothing else: no shell, no package manager, no root.
#   docker build --tag external-dns-ts .
#   docker run --rm --read-only external-dns-ts --version
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
# `prepare` would build before the sources are there.
RUN npm ci --ignore-scripts --no-fund --no-audit
COPY bin ./bin
COPY src ./src
COPY deploy/completion ./deploy/completion
COPY tsconfig.json oclif.manifest.json LICENSE ./
RUN node bin/build.mjs && node bin/image.mjs /app

# Keeps the code that V8 compiles, for this very Node: a container starts as fast as the second run of a command.
FROM gcr.io/distroless/nodejs24-debian12:nonroot AS warm
COPY --from=build --chown=65532:65532 /app /app
RUN ["/nodejs/bin/node", "/app/bin/warm.js"]

FROM gcr.io/distroless/nodejs24-debian12:nonroot
LABEL org.opencontainers.image.title="external-dns-ts" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=warm --chown=0:0 /app /app
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/app/bin/run.js"]
CMD ["--help"]
