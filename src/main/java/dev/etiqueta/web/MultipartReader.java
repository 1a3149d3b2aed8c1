package dev.etiqueta.web;

import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Model;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.ImageReader;
import dev.etiqueta.request.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemHeaders;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of a {@code multipart/form-data} body part by part as they arrive. No part becomes a file, which is
 * what the container's own parsing would do and what most of its time would go to.
 */
final class MultipartReader {

    /** Unknown: the parts say no length, and most images are small. */
    private static final int EXPECTED_LENGTH = -1;

    private static final int MAX_PART_HEADER = 8 * 1024;
    private static final int MAX_NAME_LENGTH = 100;

    private final String field;
    private final ImageReader images;
    private final long maxParts;

    /**
     * Reads forms of one kind.
     *
     * @param field the name of the parts that hold images
     * @param maxParts how many parts a body may have, of any name
     */
    MultipartReader(String field, ImageReader images, long maxParts) {
        this.field = field;
        this.images = images;
        this.maxParts = maxParts;
    }

    /**
     * Adds each part of that name to the batch. The bytes of all others are dropped as they arrive; they count
     * as the body's.
     *
     * @throws RequestException if the body is no form, has no such part, or holds an image that cannot be used
     */
    void read(String contentType, RequestBody body, Model model, Batch batch) throws IOException {
        model.imageContract();
        Upload upload = new Upload(field, maxParts);
        try {
            FileItemInputIterator items = upload.getItemIterator(new Form(contentType, body));
            while (items.hasNext()) {
                FileItemInput item = items.next();
                if (field.equals(item.getFieldName())) {
                    images.requireRoom(batch);
                    byte[] encoded = RequestBody.bytes(item.getInputStream(), EXPECTED_LENGTH);
                    images.add(
                            encoded, field + "[" + batch.size() + "]", fileName(item), model, batch, body.deadline());
                }
            }
        } catch (FileUploadException e) {
            throw new RequestException(
                    Fault.INVALID,
                    "the body is not complete multipart/form-data; is its boundary in the Content-Type?");
        }
        if (batch.size() == 0) {
            throw new RequestException(
                    Fault.INVALID,
                    "none of the %d parts is called '%s'; send each image as a part of that name, with the boundary of the Content-Type"
                            .formatted(upload.parts, field));
        }
    }

    private static @Nullable String fileName(FileItemInput item) {
        String name;
        try {
            name = item.getName();
        } catch (InvalidPathException e) {
            name = e.getInput();
        }
        return name == null || name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH) + "...";
    }

    /** Counts the parts, with those that have no name, which nobody gets to see. */
    private static final class Upload extends JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory> {

        private final String field;
        private final long maxParts;
        private int parts;

        Upload(String field, long maxParts) {
            this.field = field;
            this.maxParts = maxParts;
            setMaxPartHeaderSize(MAX_PART_HEADER);
        }

        @Override
        public FileItemHeaders getParsedHeaders(String headers) {
            if (++parts > maxParts) {
                throw new RequestException(
                                Fault.TOO_LARGE,
                                "the body has more than %d parts; leave out those that are not called '%s'"
                                        .formatted(maxParts, field))
                        .with("limit", maxParts);
            }
            return super.getParsedHeaders(headers);
        }
    }

    private record Form(String contentType, InputStream body) implements RequestContext {

        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }
}
