package dev.etiqueta.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The strokes that a digit was drawn with, as far as its pixels tell: they are thinned to lines of one pixel (T. Y.
 * Zhang, C. Y. Suen, A fast parallel algorithm for thinning digital patterns, 1984), which are then followed.
 */
final class Strokes {

    private static final int SIDE = 28;
    private static final int THRESHOLD = 110;

    /** Clockwise from above. */
    private static final int[][] AROUND = {{0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}};

    /** A point, where the picture's side is 1. */
    record Point(double x, double y) {}

    private record Pixel(int x, int y) {

        boolean touches(Pixel other) {
            return !equals(other) && Math.abs(x - other.x) <= 1 && Math.abs(y - other.y) <= 1;
        }

        int distance(Pixel other) {
            return Math.abs(x - other.x) + Math.abs(y - other.y);
        }

        Point point() {
            return new Point((x + 0.5) / SIDE, (y + 0.5) / SIDE);
        }
    }

    private Strokes() {}

    /** Those of 28 x 28 pixels, white on black. */
    static List<List<Point>> of(byte[] pixels) {
        boolean[][] ink = new boolean[SIDE][SIDE];
        for (int i = 0; i < pixels.length; i++) {
            ink[i / SIDE][i % SIDE] = (pixels[i] & 0xff) >= THRESHOLD;
        }
        return follow(thin(ink)).stream()
                .map(stroke -> stroke.stream().map(Pixel::point).toList())
                .toList();
    }

    private static Set<Pixel> thin(boolean[][] ink) {
        boolean changed = true;
        while (changed) {
            changed = peel(ink, 0) | peel(ink, 1);
        }
        Set<Pixel> line = new LinkedHashSet<>();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (ink[y][x]) {
                    line.add(new Pixel(x, y));
                }
            }
        }
        return line;
    }

    private static boolean peel(boolean[][] ink, int pass) {
        List<Pixel> border = new ArrayList<>();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (ink[y][x] && isBorder(ink, x, y, pass)) {
                    border.add(new Pixel(x, y));
                }
            }
        }
        border.forEach(pixel -> ink[pixel.y][pixel.x] = false);
        return !border.isEmpty();
    }

    private static boolean isBorder(boolean[][] ink, int x, int y, int pass) {
        boolean[] around = new boolean[AROUND.length];
        int count = 0;
        for (int i = 0; i < AROUND.length; i++) {
            int nx = x + AROUND[i][0];
            int ny = y + AROUND[i][1];
            around[i] = nx >= 0 && ny >= 0 && nx < SIDE && ny < SIDE && ink[ny][nx];
            count += around[i] ? 1 : 0;
        }
        int begins = 0;
        for (int i = 0; i < AROUND.length; i++) {
            begins += !around[i] && around[(i + 1) % AROUND.length] ? 1 : 0;
        }
        boolean open = pass == 0
                ? !(around[0] && around[2] && around[4]) && !(around[2] && around[4] && around[6])
                : !(around[0] && around[2] && around[6]) && !(around[0] && around[4] && around[6]);
        return count >= 2 && count <= 6 && begins == 1 && open;
    }

    private static List<List<Pixel>> follow(Set<Pixel> line) {
        Set<Pixel> left = new LinkedHashSet<>(line);
        List<List<Pixel>> strokes = new ArrayList<>();
        while (!left.isEmpty()) {
            Pixel end = left.stream()
                    .min(Comparator.comparingLong(
                            pixel -> left.stream().filter(pixel::touches).count()))
                    .orElseThrow();
            strokes.add(stroke(end, line, left));
        }
        return strokes;
    }

    /** From an end on; where it meets a line that was drawn already, it goes as far as that. */
    private static List<Pixel> stroke(Pixel start, Set<Pixel> line, Set<Pixel> left) {
        List<Pixel> stroke = new ArrayList<>();
        drawnBeside(start, line, left, start).ifPresent(stroke::add);
        Pixel before = start;
        Optional<Pixel> next = Optional.of(start);
        while (next.isPresent()) {
            Pixel pixel = next.get();
            stroke.add(pixel);
            left.remove(pixel);
            Pixel last = before;
            before = pixel;
            next = left.stream()
                    .filter(pixel::touches)
                    .max(Comparator.comparingInt(other -> straight(last, pixel, other)));
        }
        Pixel end = before;
        Pixel penultimate = stroke.size() > 1 ? stroke.get(stroke.size() - 2) : end;
        drawnBeside(end, line, left, penultimate).ifPresent(stroke::add);
        return stroke;
    }

    private static Optional<Pixel> drawnBeside(Pixel pixel, Set<Pixel> line, Set<Pixel> left, Pixel before) {
        return line.stream()
                .filter(other -> other.touches(pixel) && !left.contains(other) && !other.equals(before))
                .filter(other -> !other.touches(before))
                .findFirst();
    }

    private static int straight(Pixel last, Pixel pixel, Pixel next) {
        return 2 * last.distance(next) - pixel.distance(next);
    }
}
