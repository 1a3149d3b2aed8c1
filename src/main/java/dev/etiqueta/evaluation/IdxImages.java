package dev.etiqueta.evaluation;

import dev.etiqueta.image.ColorMode;
import dev.etiqueta.image.ImageContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The pair of files that MNIST comes in: images of bytes, and their labels, the numbers 0-255. */
final class IdxImages implements LabeledImages {

    private final Path imageFile;
    private final IdxFile.Header images;
    private final int[] labels;

    private IdxImages(Path imageFile, Path labelFile) {
        this.imageFile = imageFile;
        try (IdxFile labelsOpen = IdxFile.open(labelFile);
                IdxFile imagesOpen = IdxFile.open(imageFile)) {
            this.images = imagesOpen.header();
            byte[] bytes = labelsOpen.next(labelsOpen.header().count());
            this.labels =
                    IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
        } catch (IOException e) {
            throw new DataException("%s and %s cannot be read: %s".formatted(imageFile, labelFile, e.getMessage()), e);
        }
        if (labels.length == 0) {
            throw new DataException("%s holds no labels".formatted(labelFile));
        }
        if (images.count() != labels.length) {
            throw new DataException("%s holds %d images, and %s %d labels"
                    .formatted(imageFile, images.count(), labelFile, labels.length));
        }
    }

    /** The pair in a folder, if it holds one and only one. */
    static Optional<IdxImages> in(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(Files::isRegularFile).sorted().toList();
            List<Path> images = files.stream().filter(IdxFile::holdsImages).toList();
            List<Path> labels = files.stream().filter(IdxFile::holdsLabels).toList();
            if (images.isEmpty() && labels.isEmpty()) {
                return Optional.empty();
            }
            if (images.size() != 1 || labels.size() != 1) {
                throw new DataException("%s holds %d IDX files of images and %d of labels; name the pair that is meant"
                        .formatted(folder, images.size(), labels.size()));
            }
            return Optional.of(new IdxImages(images.getFirst(), labels.getFirst()));
        } catch (IOException e) {
            throw new DataException("%s cannot be read: %s".formatted(folder, e), e);
        }
    }

    /** The pair of which one file is known, by the names that MNIST's files have. */
    static IdxImages besides(Path file) {
        String name = file.getFileName().toString();
        String other = IdxFile.holdsImages(file)
                ? name.replace("images", "labels").replace("idx3", "idx1")
                : name.replace("labels", "images").replace("idx1", "idx3");
        Path otherFile = file.resolveSibling(other);
        if (other.equals(name) || !Files.exists(otherFile)) {
            throw new DataException("%s is one file; name its images and its labels".formatted(file));
        }
        return of(List.of(file, otherFile));
    }

    /** The pair, in any order. */
    static IdxImages of(List<Path> pair) {
        List<Path> images = pair.stream().filter(IdxFile::holdsImages).toList();
        List<Path> labels = pair.stream().filter(IdxFile::holdsLabels).toList();
        if (images.size() != 1 || labels.size() != 1) {
            throw new DataException("expected an IDX file of images and one of labels, found %s".formatted(pair));
        }
        return new IdxImages(images.getFirst(), labels.getFirst());
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public List<String> labels() {
        return IntStream.of(labels)
                .distinct()
                .sorted()
                .mapToObj(Integer::toString)
                .toList();
    }

    @Override
    public void read(ImageContract contract, Consumer<LabeledImage> reader) {
        if (images.width() != contract.width()
                || images.height() != contract.height()
                || contract.mode() != ColorMode.GRAYSCALE) {
            throw new DataException("%s holds grey images of %d x %d; the model takes %s of %d x %d"
                    .formatted(
                            imageFile,
                            images.width(),
                            images.height(),
                            contract.mode() == ColorMode.GRAYSCALE ? "grey ones" : "RGB",
                            contract.width(),
                            contract.height()));
        }
        try (IdxFile file = IdxFile.open(imageFile)) {
            for (int i = 0; i < labels.length; i++) {
                byte[] pixels = file.next(contract.samples());
                reader.accept(new LabeledImage(Integer.toString(i), Integer.toString(labels[i]), pixels));
            }
        } catch (IOException e) {
            throw new DataException("%s cannot be read: %s".formatted(imageFile, e.getMessage()), e);
        }
    }
}
