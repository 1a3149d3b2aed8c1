package dev.etiqueta.deployment;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The fields that lines about deployments have in common, for whoever reads them by program; people find what they need
 * in the message. Also logs the end of a model, which may come long after the deployment that replaced it.
 */
final class DeploymentLog implements ModelObserver {

    private static final Logger log = LoggerFactory.getLogger(DeploymentLog.class);

    /** Which revision a line is about. */
    static LoggingEventBuilder with(LoggingEventBuilder line, Revision revision) {
        LoggingEventBuilder named = with(line, revision.tag(), revision.commit())
                .addKeyValue("version", revision.version())
                .addKeyValue("digest", revision.digest());
        return add(
                add(named, "signer", revision.signers().revision()),
                "models.signer",
                revision.signers().models());
    }

    /** Which revision a line is about, as far as it has a name. */
    static LoggingEventBuilder with(LoggingEventBuilder line, @Nullable String tag, @Nullable String commit) {
        return add(add(line, "tag", tag), "commit", commit);
    }

    /** As what a revision was asked for; null for the configured one. */
    static LoggingEventBuilder asked(LoggingEventBuilder line, @Nullable String revision) {
        return add(line, "revision", revision);
    }

    private static LoggingEventBuilder add(LoggingEventBuilder line, String key, @Nullable String value) {
        return value == null ? line : line.addKeyValue(key, value);
    }

    /** Which model a line is about. */
    static LoggingEventBuilder with(LoggingEventBuilder line, ModelId model) {
        return line.addKeyValue("model", model.name())
                .addKeyValue("version", model.version())
                .addKeyValue("digest", model.digest());
    }

    @Override
    public void closed(ModelInfo model) {
        with(log.atInfo(), model.id())
                .log(
                        "Closed {} version {} md5 {}",
                        model.id().name(),
                        model.id().version(),
                        model.id().digest());
    }
}
