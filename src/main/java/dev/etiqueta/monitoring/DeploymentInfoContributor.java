package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployer;
import dev.etiqueta.deployment.Deployment;
import dev.etiqueta.deployment.Revision;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Signers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Which models serve, at {@code /actuator/info}. */
class DeploymentInfoContributor implements InfoContributor {

    private final Deployer deployer;

    DeploymentInfoContributor(Deployer deployer) {
        this.deployer = deployer;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Deployment deployment = deployer.status().current();
        Revision revision = deployment.revision();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("version", revision.version());
        if (revision.tag() != null) {
            info.put("tag", revision.tag());
        }
        if (revision.commit() != null) {
            info.put("commit", revision.commit());
        }
        info.put("digest", revision.digest());
        if (!revision.signers().equals(Signers.NONE)) {
            info.put("signers", revision.signers());
        }
        info.put("since", deployment.since());
        Map<String, String> models = new LinkedHashMap<>();
        for (ModelInfo model : deployment.models()) {
            models.put(model.id().name(), model.id().digest());
        }
        info.put("models", models);
        builder.withDetail("deployment", info);
    }
}
