package dev.etiqueta.evaluation;

import dev.etiqueta.image.ImageContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Labelled images, read one after the other, so that their number does not matter. */
public sealed interface LabeledImages permits FolderImages, IdxImages {

    /** How many there are. */
    int size();

    /** The labels that occur, each once. */
    List<String> labels();

    /**
     * Reads all images.
     *
     * @param contract the form that their pixels are brought into
     * @throws DataException if one cannot be read or does not fit
     */
    void read(ImageContract contract, Consumer<LabeledImage> reader);

    /**
     * Finds out what a path holds.
     *
     * @param paths a folder with a folder for each label, a folder with a pair of IDX files, one of that pair, or both
     * @throws DataException if it is none of these
     */
    static LabeledImages of(List<Path> paths) {
        Path first = paths.getFirst();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new DataException("%s does not exist".formatted(path));
            }
        }
        if (paths.size() == 1 && Files.isDirectory(first)) {
            return IdxImages.in(first).<LabeledImages>map(images -> images).orElseGet(() -> new FolderImages(first));
        }
        return paths.size() == 1 ? IdxImages.besides(first) : IdxImages.of(paths);
    }
}
