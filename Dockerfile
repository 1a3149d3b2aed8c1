# A JDK 25 and Maven on Debian or Ubuntu, with binutils. It builds and links; of it, the image has the C libraries.
ARG BASE_IMAGE=maven:3.9.16-eclipse-temurin-25

FROM ${BASE_IMAGE} AS build
WORKDIR /build
# Such as --settings=…, or --offline.
ARG MAVEN_ARGS=""
COPY pom.xml models.dvc LICENSE ./
COPY .mvn .mvn
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --no-transfer-progress -DskipTests package
COPY src/image src/image
RUN src/image/unpack target/etiqueta.jar \
    && src/image/link /app/native
# Trained where it runs: the cache knows the jars by their paths and times. Profiles for the second compiler would be 6 MB
# more, and are as soon made.
COPY src/test/resources src/test/resources
RUN cp src/image/jvm.options /app/ \
    && java src/image/java/Training.java /opt/java/bin/java @/app/jvm.options -Xlog:all=error:stderr \
       -XX:AOTCacheOutput=/app/etiqueta.aot -XX:-AOTRecordTraining -jar /app/etiqueta.jar

FROM scratch
COPY --from=build /rootfs /
COPY --from=build /opt/java /opt/java
COPY --from=build /app/native /app/native
COPY --from=build /app/lib /app/lib
COPY --from=build /app/jvm.options /app/etiqueta.jar /app/etiqueta.aot /app/

ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=""
LABEL org.opencontainers.image.title="Etiqueta" \
      org.opencontainers.image.description="Serves ONNX models that are versioned with DVC, and proves each one before it answers." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

ENV LANG=C.UTF-8 \
    ETIQUETA_CACHE_DIR=/var/cache/etiqueta \
    ETIQUETA_SHUTDOWN_DRAIN=5s \
    LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs
WORKDIR /app
USER 10001:10001
# All that is written to, so that the root file system may be read-only.
VOLUME ["/tmp", "/var/cache/etiqueta"]
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/java/bin/java", "@/app/jvm.options", "-XX:AOTCache=/app/etiqueta.aot", "-jar", "/app/etiqueta.jar"]
