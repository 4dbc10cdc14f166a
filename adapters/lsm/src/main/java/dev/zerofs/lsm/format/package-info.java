/**
 * The alphabet of everything that the engine stores: integers, varints, length-prefixed strings,
 * and the header that every object carries.
 *
 * <p>Grammar, big-endian throughout:
 *
 * <pre>
 * u8, u16, u32, u64   fixed-width integers
 * varint              7 bits per byte, least significant group first, high bit = more; at most 9
 *                     bytes, so never negative
 * string              length:varint byte*
 * crc32c              u32, Castagnoli polynomial (RFC 3720 appendix B.4)
 * header              magic:u64 version:u16 epoch:u64 id:u64 incarnation:u64 crc32c
 *                     the checksum is over the 34 bytes before it
 * </pre>
 *
 * <p>The header says which object this is and which writer wrote it, so that an object under the
 * wrong name is corruption and a writer recognises its own. Too old, too new and corrupt are
 * different failures: the first two are {@link
 * dev.zerofs.ports.keyvalue.KeyValueException.Unusable}, the last is {@link
 * dev.zerofs.ports.keyvalue.KeyValueException.Corrupt}; all name the object.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.format.ByteWriter}, {@link
 * dev.zerofs.lsm.format.ByteReader}, {@link dev.zerofs.lsm.format.ObjectHeader}. Never belongs
 * here: what any one object contains.
 */
@NullMarked
package dev.zerofs.lsm.format;

import org.jspecify.annotations.NullMarked;
