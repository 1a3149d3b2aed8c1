/** Measures the service, and two steps of a prediction beside what they cannot do without: {@code src/bench/run}. */
package dev.etiqueta.bench;
