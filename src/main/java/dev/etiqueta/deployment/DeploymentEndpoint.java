package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;
import dev.etiqueta.git.UnknownRevisionException;
import dev.etiqueta.security.Audit;
import dev.etiqueta.server.Problems;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Shows and changes what serves, at {@code /actuator/deployment}. Whoever may use it decides what is served: it is
 * closed unless {@code management.endpoint.deployment.access} opens it, and then needs a role.
 */
@Endpoint(id = "deployment", defaultAccess = Access.NONE)
class DeploymentEndpoint {

    private static final String ROLLBACK = "rollback";
    private static final int LONGEST_REVISION = 250;

    /** For memory to be free, or for another one to be in this one's place. */
    private static final String RETRY_SECONDS = "10";

    private static final MimeType PROBLEM = MimeType.valueOf("application/problem+json");

    private final Deployer deployer;
    private final Audit audit;

    DeploymentEndpoint(Deployer deployer, Audit audit) {
        this.deployer = deployer;
        this.audit = audit;
    }

    /** What serves now, what did before, and what failed last. */
    @ReadOperation
    StatusDescription status() {
        return StatusDescription.of(deployer.status());
    }

    /**
     * Serves another revision, and answers when it does.
     *
     * @param revision a tag, a branch, a commit or a pattern of tags
     */
    @WriteOperation
    WebEndpointResponse<Object> deploy(String revision) {
        // Nothing else would be a revision anyway, and it is going to stand in logs.
        boolean readable = revision.length() <= LONGEST_REVISION
                && !revision.isBlank()
                && revision.chars().noneMatch(Character::isISOControl);
        return readable
                ? answer("deploy " + revision.strip(), () -> deployer.deploy(revision.strip()))
                : problem(
                        HttpStatus.BAD_REQUEST,
                        "the revision is empty, has control characters or more than %d characters"
                                .formatted(LONGEST_REVISION));
    }

    /** Serves again what served before, at {@code /actuator/deployment/rollback}. */
    @WriteOperation
    WebEndpointResponse<Object> change(@Selector String change) {
        return change.equals(ROLLBACK)
                ? answer(ROLLBACK, deployer::rollBack)
                : problem(HttpStatus.NOT_FOUND, "there is no '%s', only '%s'".formatted(change, ROLLBACK));
    }

    /** Aborts the deployment that is under way; what serves goes on. */
    @DeleteOperation
    WebEndpointResponse<Object> abort() {
        boolean aborted = deployer.abort("that was asked for");
        audit.record("abort", aborted, aborted ? "the deployment under way ends" : "no deployment is under way");
        return aborted
                ? new WebEndpointResponse<>(HttpStatus.NO_CONTENT.value())
                : problem(HttpStatus.CONFLICT, "no deployment is under way");
    }

    private WebEndpointResponse<Object> answer(String action, Supplier<Deployment> change) {
        try {
            Deployment deployment = change.get();
            audit.record(
                    action, true, "serving %s".formatted(deployment.revision().version()));
            return new WebEndpointResponse<>(
                    DeploymentDescription.of(deployment), HttpStatus.OK.value(), MimeTypeUtils.APPLICATION_JSON);
        } catch (ActionableException e) {
            audit.record(action, false, String.valueOf(e.getMessage()));
            return problem(status(e), "%s. %s".formatted(e.getMessage(), e.action()));
        }
    }

    private static HttpStatus status(ActionableException failure) {
        return switch (failure) {
            case DeploymentInProgressException e -> HttpStatus.CONFLICT;
            case DeploymentAbortedException e -> HttpStatus.CONFLICT;
            case UnknownRevisionException e -> HttpStatus.NOT_FOUND;
            default -> status(failure.blame(), failure instanceof DeploymentException);
        };
    }

    /** @param asThingsAre whether it is this service's own rules that are against it */
    private static HttpStatus status(Blame blame, boolean asThingsAre) {
        return switch (blame) {
            case CONTENT -> HttpStatus.UNPROCESSABLE_CONTENT;
            case ACCESS -> asThingsAre ? HttpStatus.CONFLICT : HttpStatus.UNPROCESSABLE_CONTENT;
            case SERVER -> HttpStatus.BAD_GATEWAY;
            case STORAGE -> HttpStatus.INSUFFICIENT_STORAGE;
            case SERVICE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private static WebEndpointResponse<Object> problem(HttpStatus status, String detail) {
        var exchange = (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
        HttpServletResponse response = exchange.getResponse();
        if (status == HttpStatus.SERVICE_UNAVAILABLE && response != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return new WebEndpointResponse<>(
                Problems.members(status.value(), detail, exchange.getRequest()), status.value(), PROBLEM);
    }
}
