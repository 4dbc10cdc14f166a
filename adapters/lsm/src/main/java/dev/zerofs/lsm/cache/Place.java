package dev.zerofs.lsm.cache;

/**
 * Where an entry's bytes are.
 *
 * @param slab the file
 * @param offset of the first byte
 * @param length in bytes
 * @param crc their checksum
 */
record Place(Slab slab, int offset, int length, int crc) {}
