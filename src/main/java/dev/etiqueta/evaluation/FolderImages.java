package dev.etiqueta.evaluation;

import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.ImageDecoder;
import dev.etiqueta.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder with a folder of images for each label. Files whose names start with a dot are passed over. */
final class FolderImages implements LabeledImages {

    /** Whoever evaluates brings the files: the limit only keeps a mistake from taking all memory. */
    private static final long MAX_PIXELS = 100_000_000;

    private final Path folder;
    private final Map<String, List<Path>> filesByLabel = new TreeMap<>();

    FolderImages(Path folder) {
        this.folder = folder;
        for (Path label : list(folder)) {
            if (Files.isDirectory(label)) {
                filesByLabel.put(label.getFileName().toString(), list(label));
            }
        }
        if (size() == 0) {
            throw new DataException(
                    "%s holds neither a folder of images for each label nor a pair of IDX files".formatted(folder));
        }
    }

    @Override
    public int size() {
        return filesByLabel.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public List<String> labels() {
        return List.copyOf(filesByLabel.keySet());
    }

    @Override
    public void read(ImageContract contract, Consumer<LabeledImage> reader) {
        ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
        filesByLabel.forEach((label, files) -> {
            for (Path file : files) {
                try {
                    byte[] pixels = decoder.decode(Files.readAllBytes(file), contract);
                    reader.accept(new LabeledImage(folder.relativize(file).toString(), label, pixels));
                } catch (ImageException e) {
                    throw new DataException("%s: %s".formatted(file, e.getMessage()), e);
                } catch (IOException e) {
                    throw new DataException("%s cannot be read: %s".formatted(file, e), e);
                }
            }
        });
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DataException("%s cannot be read: %s".formatted(folder, e), e);
        }
    }
}
