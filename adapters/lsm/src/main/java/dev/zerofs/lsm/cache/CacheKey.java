package dev.zerofs.lsm.cache;

/**
 * What an entry is found by.
 *
 * @param origin what it is and whose
 * @param id the object's number within its epoch
 * @param position where in the object it begins
 */
record CacheKey(Origin origin, long id, long position) {}
