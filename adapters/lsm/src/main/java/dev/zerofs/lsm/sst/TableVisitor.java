package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.entry.InternalEntry;
import dev.zerofs.ports.bytes.Bytes;

/** What goes through a whole table with {@link TableAnatomy}. */
public interface TableVisitor {

  /**
   * A part of the table, in the order in which the walk gets to it.
   *
   * @param what what it is
   * @param offset of its first byte
   * @param storedLength its length in bytes
   */
  void part(String what, long offset, int storedLength);

  /** An entry that can be read, in the order of the table. */
  void entry(InternalEntry entry);

  /**
   * Something that is wrong.
   *
   * @param problem in words, with the object's name
   * @param from no key before this is concerned
   * @param to no key from this on is concerned
   */
  void damage(String problem, Bytes from, Bytes to);
}
