package dev.etiqueta.web;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.request.Outcome;
import dev.etiqueta.request.Protocol;
import dev.etiqueta.request.RequestObserver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerInterceptor;

/** Takes the time of requests to their answers, also where these are problems, which the controllers do not see. */
final class RequestTimer implements HandlerInterceptor {

    private static final String ATTRIBUTE = RequestTimer.class.getName();

    private final List<RequestObserver> observers;

    RequestTimer(List<RequestObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    private record Begun(ModelId model, Protocol protocol, long nanoTime) {}

    /**
     * A request has reached a model.
     *
     * @param nanoTime when it began
     */
    static void reached(HttpServletRequest request, ModelId model, Protocol protocol, long nanoTime) {
        request.setAttribute(ATTRIBUTE, new Begun(model, protocol, nanoTime));
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(ATTRIBUTE) instanceof Begun begun) {
            long nanoseconds = System.nanoTime() - begun.nanoTime();
            int status = failure == null ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
            for (RequestObserver observer : observers) {
                observer.answered(begun.model(), begun.protocol(), outcome(status), nanoseconds);
            }
        }
    }

    private static Outcome outcome(int status) {
        return status < HttpServletResponse.SC_BAD_REQUEST
                ? Outcome.SUCCESS
                : status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR ? Outcome.CLIENT_ERROR : Outcome.SERVER_ERROR;
    }
}
