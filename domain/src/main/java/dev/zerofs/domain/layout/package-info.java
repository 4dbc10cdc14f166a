/**
 * The volume's layout: every key and every record, version 1.
 *
 * <p>Numbers are big-endian; {@code u} is unsigned, {@code s} signed, with the width in bits;
 * {@code name} and {@code target} are bytes without any encoding. A record begins with its version
 * and ends with its last field: bytes that are left over are damage.
 *
 * <pre>
 * key                                         value
 * format         01                           version:u32 volume:u128 chunk_size:u32
 *                                             created_ns:s64 handle_key:32 bytes
 * next_inode_id  02                           1:u8 id:u64             first id of no reserved block
 * counter        03 shard:u8                  1:u8 inodes:s64 bytes:s64    this shard's part
 * reply          04 period:u64 call:u128      1:u8 kind:u8 object*
 * inode          10 id:u64                    see below
 * dentry         11 directory:u64 name        1:u8 type:u8 inode:u64 cookie:u64
 * cookie         12 directory:u64 cookie:u64  1:u8 inode:u64 name
 * chunk          13 inode:u64 index:u64       the bytes
 *
 * inode = 1:u8 type:u8 mode:u16 uid:u32 gid:u32 links:u32 generation:u64 size:u64 used:u64
 *         atime_ns:s64 mtime_ns:s64 ctime_ns:s64 body
 * body  = regular file      exclusive:u8 [verifier:u64 if exclusive is 1]
 *       | directory         parent:u64 children:u64 next_cookie:u64
 *       | block, character  major:u32 minor:u32
 *       | symbolic link     target
 *       | socket, fifo      nothing
 * type  = 1 regular, 2 directory, 3 block, 4 character, 5 symbolic link, 6 socket, 7 fifo
 *         (the numbers of RFC 1813 ftype3)
 *
 * kind   = 1 changed        directory or file before, after
 *        | 2 created        directory before, after, what was made
 *        | 3 renamed        source directory before, after, target directory before, after
 *        | 4 linked         directory before, after, the file
 * object = differing:u16 and in this order those fields whose bits are set, from the lowest:
 *          id:u64 generation:u64 type:u8 mode:u16 links:u32 uid:u32 gid:u32 size:u64 used:u64
 *          major:u32 minor:u32 atime_ns:s64 mtime_ns:s64 ctime_ns:s64
 * </pre>
 *
 * <p>Chunk {@code index} holds the file's bytes from {@code index * 65536}. A value is 1 to 65536
 * bytes long and never reaches past the file's size; what it lacks up to there reads as zeros, as
 * does a chunk that is absent. {@code used} is the sum of a file's chunk lengths. Ids ascend with
 * time, so records and chunks of files that are made together lie together, and so do the entries
 * of a directory. Cookies begin at 3, since 1 and 2 stand for {@code .} and {@code ..}; a name that
 * is renamed over keeps its cookie.
 *
 * <p>A reply is the result of a call that changed something, in the batch of that change, for the
 * case that the call is repeated to a later server. The fields of an object that are left out are
 * those of the object before it in the record; of the first one, type 2 and zeros. A period is the
 * writer's epoch in the upper 32 bits, and in the lower ones a number that it counts up: whole
 * periods are removed at once.
 *
 * <p>Entry types: {@link dev.zerofs.domain.layout.Keys}, {@link dev.zerofs.domain.layout.Inode}.
 * Never belongs here: reading or writing a store, decisions.
 */
@NullMarked
package dev.zerofs.domain.layout;

import org.jspecify.annotations.NullMarked;
