package dev.etiqueta.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with an RFC 9457 problem what fails outside of the controllers: no sound HTTP, a filter, an endpoint. */
final class ProblemHandler implements Request.Handler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    /** That any path may answer. */
    private static final String METHODS = "GET, HEAD, POST, DELETE, OPTIONS";

    /** What Jetty says where it has found none. */
    private static final String NO_PATH = "/badMessage";

    private static final String RETRY_AFTER = ProblemHandler.class.getName() + ".retryAfter";
    private static final String REASON = ProblemHandler.class.getName() + ".reason";

    private final ServerObserver observer;

    /** @param observer is told what is refused */
    ProblemHandler(ServerObserver observer) {
        this.observer = observer;
    }

    /**
     * Refuses a sound request.
     *
     * @param seconds after which it would be answered, as far as is known
     */
    static void refuse(Request request, Response response, Callback callback, int status, Refusal reason, int seconds) {
        request.setAttribute(REASON, reason);
        request.setAttribute(RETRY_AFTER, seconds);
        Response.writeError(request, response, callback, status);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String path = path(request);
        String detail = detail(status, path);
        String id = RequestId.of(request);
        log.atDebug().addKeyValue(RequestId.LOG_FIELD, id).log("Refused with {}: {}", status, detail);
        observer.refused(request.getAttribute(REASON) instanceof Refusal reason ? reason : Refusal.HTTP);
        byte[] body = Problems.json(status, detail, path, id);
        AnswerHeaders.put(request, response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.contentType(path));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503 || status == HttpStatus.TOO_MANY_REQUESTS_429) {
            int seconds = request.getAttribute(RETRY_AFTER) instanceof Integer known ? known : 1;
            response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
        }
        if (status == HttpStatus.METHOD_NOT_ALLOWED_405
                && !response.getHeaders().contains(HttpHeader.ALLOW)) {
            response.getHeaders().put(HttpHeader.ALLOW, METHODS);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static String path(Request request) {
        String path = Request.getPathInContext(request);
        return path == null || path.equals(NO_PATH) ? "/" : path;
    }

    private static String detail(int status, String path) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 ->
                "the request is no sound HTTP, or is not what this path takes; its body may have ended early";
            case HttpStatus.NOT_FOUND_404 -> Problems.nothingAt(path);
            case HttpStatus.METHOD_NOT_ALLOWED_405 ->
                "the path does not answer this method; the header Allow says which";
            case HttpStatus.NOT_ACCEPTABLE_406 -> "the path does not answer in a type that the header Accept allows";
            case HttpStatus.REQUEST_TIMEOUT_408 -> "the request did not arrive in time; send it faster, or less of it";
            case HttpStatus.URI_TOO_LONG_414 -> "the path and its query are too long; send less of them";
            case HttpStatus.UNSUPPORTED_MEDIA_TYPE_415 -> "the path does not take the content type of the body";
            case HttpStatus.TOO_MANY_REQUESTS_429 ->
                "too many requests of this client are under way; wait for their answers, or until Retry-After is over";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "the headers are too long; send less of them";
            case HttpStatus.SERVICE_UNAVAILABLE_503 ->
                "more requests wait than can be answered in time; try again when Retry-After is over";
            default ->
                status < HttpStatus.INTERNAL_SERVER_ERROR_500 || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                        ? "the request line or its headers are not ones that are answered here"
                        : "the request failed; the log says why";
        };
    }
}
