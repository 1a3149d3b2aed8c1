package dev.etiqueta.server;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** Headers of every answer, of refusals too: the request's id, and what browsers must not do with it. */
final class AnswerHeaders implements HttpConfiguration.Customizer {

    private static final HttpField NO_GUESSING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NO_FRAMES = new PreEncodedHttpField("X-Frame-Options", "DENY");

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        put(request, answer);
        return request;
    }

    /** Puts them: once more where an answer began anew, as a refusal. */
    static void put(Request request, HttpFields.Mutable answer) {
        answer.put(NO_GUESSING);
        answer.put(NO_FRAMES);
        answer.put(RequestId.HEADER, RequestId.of(request));
    }
}
