package dev.etiqueta.web;

import dev.etiqueta.request.Failure;
import dev.etiqueta.request.FailureLog;
import dev.etiqueta.request.Fault;
import dev.etiqueta.server.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers each failure with an RFC 9457 problem whose {@code detail} says what was found, expected, and what to do. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final String A_MOMENT = "1";

    private final FailureLog log;
    private final Refusals refusals;

    ProblemAdvice(Refusals refusals, FailureLog log) {
        this.refusals = refusals;
        this.log = log;
    }

    /** The client went away, or sent a body that is no HTTP; nothing more can be said where an answer has begun. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> handle(IOException e, HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            return null;
        }
        return answer(
                ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "the body could not be read to its end"),
                request);
    }

    /** Of ours, or a defect. Spring brings an {@link Error} as the cause of an exception. */
    @ExceptionHandler
    ResponseEntity<Object> handle(Exception e, HttpServletRequest request) {
        Failure failure = Failure.of(e);
        if (failure == null || failure.fault() == Fault.FAILED) {
            log.log(e);
        }
        if (failure == null) {
            return answer(
                    ProblemDetail.forStatusAndDetail(
                            HttpStatus.INTERNAL_SERVER_ERROR, "the request failed; the log says why"),
                    request);
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(Statuses.of(failure.fault()), failure.detail());
        failure.members().forEach(problem::setProperty);
        return answer(problem, request, Integer.toString(failure.retrySeconds()));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String path = request instanceof ServletWebRequest servlet
                ? servlet.getRequest().getRequestURI()
                : "";
        if (body == null && e instanceof ErrorResponse response) {
            String detail = detail(e, path);
            if (detail != null) {
                response.getBody().setDetail(detail);
            }
            body = response.getBody();
        }
        if (body instanceof ProblemDetail problem && request instanceof ServletWebRequest servlet) {
            problem.setInstance(Problems.instance(servlet.getRequest()));
            refusals.tell(problem, servlet.getRequest());
            if (Problems.isInference(servlet.getRequest())) {
                headers.setContentType(MediaType.APPLICATION_JSON);
                body = error(problem);
            }
        }
        return super.handleExceptionInternal(e, body, headers, status, request);
    }

    /** What helps more than Spring's own words, where there is such. */
    private static @Nullable String detail(Exception e, String path) {
        return switch (e) {
            case NoResourceFoundException missing -> Problems.nothingAt(path);
            case HttpRequestMethodNotSupportedException method ->
                "%s does not answer %s; it answers %s"
                        .formatted(path, method.getMethod(), method.getSupportedHttpMethods());
            case HttpMediaTypeNotSupportedException type ->
                "%s does not take the content type %s; it takes %s"
                        .formatted(
                                path,
                                type.getContentType() == null ? "(none)" : type.getContentType(),
                                sorted(type.getSupportedMediaTypes()));
            case HttpMessageNotReadableException unreadable -> "the body is not the JSON that %s takes".formatted(path);
            case HttpMediaTypeNotAcceptableException type ->
                "%s answers in %s only; the Accept header excludes that"
                        .formatted(path, sorted(type.getSupportedMediaTypes()));
            default -> null;
        };
    }

    private static String sorted(List<MediaType> types) {
        return types.stream().map(MediaType::toString).sorted().collect(Collectors.joining(", "));
    }

    private ResponseEntity<Object> answer(ProblemDetail problem, HttpServletRequest request) {
        return answer(problem, request, A_MOMENT);
    }

    /** @param retrySeconds after which a service that is unavailable may be asked again */
    private ResponseEntity<Object> answer(ProblemDetail problem, HttpServletRequest request, String retrySeconds) {
        problem.setInstance(Problems.instance(request));
        refusals.tell(problem, request);
        boolean inference = Problems.isInference(request);
        HttpStatus status = HttpStatus.valueOf(problem.getStatus());
        if (inference && (status == HttpStatus.UNPROCESSABLE_CONTENT || status == HttpStatus.UNSUPPORTED_MEDIA_TYPE)) {
            // The one status that this protocol has for what is asked wrongly.
            status = HttpStatus.BAD_REQUEST;
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status)
                .contentType(inference ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON);
        switch (status) {
            // The rest of the body would be taken for the next request.
            case REQUEST_TIMEOUT -> answer.header(HttpHeaders.CONNECTION, "close");
            case SERVICE_UNAVAILABLE -> answer.header(HttpHeaders.RETRY_AFTER, retrySeconds);
            default -> {}
        }
        return answer.body(inference ? error(problem) : problem);
    }

    /** As the Open Inference Protocol has it. */
    private static Map<String, String> error(ProblemDetail problem) {
        return Map.of("error", Objects.requireNonNullElse(problem.getDetail(), "the request is not answered"));
    }
}
