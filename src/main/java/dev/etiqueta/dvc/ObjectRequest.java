package dev.etiqueta.dvc;

/**
 * An object that is wanted.
 *
 * @param id which one
 * @param file how messages call what it is the content of
 * @param limit the most bytes that it may have
 * @param time how long it may take, with all that is wanted together with it
 */
record ObjectRequest(ObjectId id, String file, long limit, TimeLimit time) {}
