package dev.etiqueta.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.RecordedEvaluation;
import dev.etiqueta.model.Signers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A deployment as the endpoint shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeploymentDescription(
        String version,
        @Nullable String tag,
        @Nullable String commit,
        String digest,
        @Nullable Signers signers,
        Instant since,
        List<ModelDescription> models) {

    static DeploymentDescription of(Deployment deployment) {
        Revision revision = deployment.revision();
        return new DeploymentDescription(
                revision.version(),
                revision.tag(),
                revision.commit(),
                revision.digest(),
                revision.signers().equals(Signers.NONE) ? null : revision.signers(),
                deployment.since(),
                deployment.models().stream().map(ModelDescription::of).toList());
    }

    /**
     * One of its models.
     *
     * @param digest the MD5 of its ONNX file
     * @param evaluation what its card records
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ModelDescription(
            String name, String digest, @Nullable RecordedEvaluation evaluation) {

        static ModelDescription of(ModelInfo model) {
            return new ModelDescription(
                    model.id().name(),
                    model.id().digest(),
                    model.card() == null ? null : model.card().evaluation());
        }
    }
}
