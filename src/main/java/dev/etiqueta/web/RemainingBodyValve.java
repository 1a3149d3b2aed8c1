package dev.etiqueta.web;

import dev.etiqueta.model.Deadline;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Takes the rest of a body that nobody wanted, since most clients look at the answer only when they have sent
 * everything, but takes no more and for no longer than a request may: else one that drips would hold a thread for good.
 */
final class RemainingBodyValve extends ValveBase {

    private static final int MAX_BYTES = 32 << 20;

    private final Duration time;

    RemainingBodyValve(Duration time) {
        super(true);
        this.time = time;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        AtomicBoolean complete = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, complete);
        if (!complete.get() && !request.isAsync() && !drained(request)) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private boolean drained(Request request) {
        Deadline deadline = Deadline.after(time);
        byte[] buffer = new byte[8192];
        try {
            InputStream in = request.getInputStream();
            long total = 0;
            int read = 0;
            while (read >= 0 && total < MAX_BYTES && !deadline.hasPassed()) {
                read = in.read(buffer);
                total += read;
            }
            return read < 0;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }
}
