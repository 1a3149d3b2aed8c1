package dev.etiqueta.configobj;

import java.util.List;
import java.util.function.UnaryOperator;

/** A value of a ConfigObj file. */
sealed interface ConfigValue {

    /** Where its key stands, counted from 1. */
    int line();

    /** The value with each of its texts replaced. */
    ConfigValue map(UnaryOperator<String> change);

    /** One text. */
    record Text(String text, int line) implements ConfigValue {

        @Override
        public Text map(UnaryOperator<String> change) {
            return new Text(change.apply(text), line);
        }
    }

    /** What is written with commas outside of quotes. */
    record Texts(List<String> texts, int line) implements ConfigValue {

        public Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public Texts map(UnaryOperator<String> change) {
            return new Texts(texts.stream().map(change).toList(), line);
        }
    }
}
