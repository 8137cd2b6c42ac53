# The same static binary as `make build`, in an image with nothing else.
FROM node:22-bookworm-slim AS assets
WORKDIR /src/internal/web/assets
COPY internal/web/assets/package.json internal/web/assets/package-lock.json internal/web/assets/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY internal/web/assets/ ./
RUN npm run build

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=assets /src/internal/web/assets/dist internal/web/assets/dist
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/concertation ./cmd/concertation
RUN mkdir -p /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/concertation /concertation
COPY --from=build --chown=nonroot:nonroot --chmod=0700 /out/data /data
USER nonroot
VOLUME /data
EXPOSE 8080
ENV CONCERTATION_DB=sqlite:/data/concertation.db CONCERTATION_ADDR=0.0.0.0:8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s CMD ["/concertation", "health"]
ENTRYPOINT ["/concertation"]
CMD ["serve"]
