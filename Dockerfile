# syntax=docker/dockerfile:1
# The service in an image that holds the program, what it loads, and nothing else: no shell, no package manager, no root.
#
#   docker build --tag nextline:1.0.0 .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --publish 127.0.0.1:8080:8080 \
#     --mount type=bind,source="$PWD/tokens.json",target=/run/secrets/nextline-tokens.json,readonly nextline:1.0.0
#
# It is reached from outside the container, so that it wants to know who may call: without that file it does not start.
# The file is read as user 65532 and anew when it changes. Who wants everybody to be let in says so:
#
#   docker run … nextline:1.0.0 serve --host 0.0.0.0 --open-access

FROM swift:6.3.1-bookworm AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
WORKDIR /src
COPY . .
RUN swift build -c release --static-swift-stdlib --product nextline -Xlinker -s
# The shared libraries are those that the binary names, of the distribution it was linked on.
WORKDIR /image
RUN install -D --target-directory=usr/local/bin /src/.build/release/nextline \
 && cp -r /src/.build/release/NextLine_Bundle.resources usr/local/bin/ \
 && install -D --mode=644 --target-directory=usr/share/doc/nextline /src/LICENSE \
 && ldd usr/local/bin/nextline | grep -o '/[^ ]*' | sort -u | xargs cp --parents --dereference --target-directory=. \
 && chmod -R u=rwX,go=rX .

FROM scratch
LABEL org.opencontainers.image.title="NextLine" \
      org.opencontainers.image.description="Which systemic therapy next, which not, why, and on what evidence; not a medical device" \
      org.opencontainers.image.version="1.0.0" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /image /
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 CMD ["/usr/local/bin/nextline", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/nextline"]
CMD ["serve", "--host", "0.0.0.0", "--token-file", "/run/secrets/nextline-tokens.json"]
