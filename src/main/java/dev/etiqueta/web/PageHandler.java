package dev.etiqueta.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Files of the page. Browsers keep them, and ask each time whether they are still the same. */
final class PageHandler extends ResourceHttpRequestHandler {

    /** The page runs its own files, asks this service, and shows pictures that it has made. Nothing else. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    PageHandler(Resource folder) {
        setLocations(List.of(folder));
        setCacheControl(CacheControl.noCache());
        // Not by date: each file of a reproducible jar has the same one, whatever is in it.
        setUseLastModified(false);
        setEtagGenerator(PageHandler::entityTag);
    }

    /** A weak one, because the bytes may be compressed on their way. */
    private static String entityTag(Resource file) {
        try (InputStream content = file.getInputStream()) {
            return "W/\"%s\"".formatted(DigestUtils.md5DigestAsHex(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        HEADERS.forEach(response::setHeader);
        super.handleRequest(request, response);
    }
}
