package dev.etiqueta.dvc;

/** The value of an option of a remote, and who has set it. */
record RemoteOption(String value, Origin origin) {}
