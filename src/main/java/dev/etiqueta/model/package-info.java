/** ONNX sessions and what they answer. Knows neither HTTP nor DVC, and of images only the contract that a card states. */
@NullMarked
package dev.etiqueta.model;

import org.jspecify.annotations.NullMarked;
