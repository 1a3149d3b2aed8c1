package dev.etiqueta.git;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Refs of a repository, by full name.
 *
 * @param targets what they point at, with annotated tags followed to their end
 * @param tagObjects the objects of annotated tags themselves
 */
record Refs(Map<String, ObjectId> targets, Map<String, ObjectId> tagObjects) {

    /** Names that a message lists. */
    private static final int SHOWN = 10;

    static Refs of(Collection<Ref> refs) {
        Map<String, ObjectId> targets = new TreeMap<>();
        Map<String, ObjectId> tagObjects = new TreeMap<>();
        for (Ref ref : refs) {
            ObjectId target = ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
            if (target != null) {
                targets.put(ref.getName(), target.copy());
            }
            if (ref.getPeeledObjectId() != null && ref.getObjectId() != null) {
                tagObjects.put(ref.getName(), ref.getObjectId().copy());
            }
        }
        return new Refs(targets, tagObjects);
    }

    @Nullable
    ObjectId target(String name) {
        return targets.get(name);
    }

    /** The names of the tags, newest first. */
    List<String> tags() {
        List<String> tags = below(Constants.R_TAGS);
        tags.sort(TagVersion.NEWEST_FIRST);
        return tags;
    }

    /** The newest tag that points at a commit; null where none does. */
    @Nullable
    String tagAt(ObjectId commit) {
        return tags().stream()
                .filter(tag -> commit.equals(targets.get(Constants.R_TAGS + tag)))
                .findFirst()
                .orElse(null);
    }

    /** A commit that a tag points at. */
    Commit commit(ObjectId target, @Nullable String tag, boolean asked) {
        ObjectId object = tag == null ? null : tagObjects.get(Constants.R_TAGS + tag);
        return new Commit(target.name(), tag, object == null ? null : object.name(), asked);
    }

    /** What branches and tags point at, each once. */
    Set<ObjectId> tips() {
        Set<ObjectId> tips = new LinkedHashSet<>();
        targets.forEach((name, target) -> {
            if (name.startsWith(Constants.R_HEADS) || name.startsWith(Constants.R_TAGS)) {
                tips.add(target);
            }
        });
        return tips;
    }

    /** Some names to choose from: tags with the newest first, then branches. */
    List<String> examples() {
        List<String> names = tags();
        names.addAll(below(Constants.R_HEADS));
        return names.subList(0, Math.min(SHOWN, names.size())).stream()
                .map(Text::oneLine)
                .toList();
    }

    private List<String> below(String prefix) {
        List<String> names = new ArrayList<>();
        for (String name : targets.keySet()) {
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        }
        return names;
    }
}
