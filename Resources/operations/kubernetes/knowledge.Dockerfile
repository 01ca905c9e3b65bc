# syntax=docker/dockerfile:1
# An edition of the knowledge as an image, to be mounted: built only when it is without errors.
#
#   docker build --file Resources/operations/kubernetes/knowledge.Dockerfile --tag nextline-knowledge:1.0.0 Resources

ARG NEXTLINE=nextline:1.0.0
FROM ${NEXTLINE} AS checked
COPY . /knowledge/
RUN ["/usr/local/bin/nextline", "check", "/knowledge"]

FROM scratch
COPY --from=checked /knowledge /
