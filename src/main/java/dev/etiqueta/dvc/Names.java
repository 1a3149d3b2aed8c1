package dev.etiqueta.dvc;

/** Names that somebody else chose, in messages. */
final class Names {

    private static final int LONGEST = 200;

    private Names() {}

    /** One line, not too long. */
    static String shown(String name) {
        String line = name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("\\p{Cntrl}", "?");
        return name.length() <= LONGEST ? line : line + "...";
    }
}
