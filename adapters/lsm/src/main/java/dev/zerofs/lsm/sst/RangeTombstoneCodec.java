package dev.zerofs.lsm.sst;

import dev.zerofs.lsm.entry.RangeTombstones;
import dev.zerofs.lsm.format.ByteReader;
import dev.zerofs.lsm.format.ByteWriter;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.WriteBatch;
import java.util.ArrayList;
import java.util.List;

/** The block of range tombstones. */
final class RangeTombstoneCodec {

  /** Ranges are cut where tables are, also just after a key. */
  static final int BOUND_BYTES_MAX = WriteBatch.KEY_LENGTH_MAX + 1;

  private RangeTombstoneCodec() {}

  static Bytes encode(RangeTombstones tombstones) {
    ByteWriter out = new ByteWriter(256);
    out.varint(tombstones.fragments().size());
    for (RangeTombstones.Fragment fragment : tombstones.fragments()) {
      out.string(fragment.from()).string(fragment.to()).varint(fragment.sequences().size());
      fragment.sequences().forEach(out::varint);
    }
    return out.takeBytes();
  }

  static RangeTombstones decode(Bytes content, Object name) {
    ByteReader in = new ByteReader(content, name);
    int count = in.count(5);
    List<RangeTombstones.Fragment> fragments = new ArrayList<>(count);
    try {
      for (int i = 0; i < count; i++) {
        fragments.add(fragment(in));
      }
      in.end();
      return RangeTombstones.ofFragments(fragments);
    } catch (IllegalArgumentException e) {
      throw new KeyValueException.Corrupt(name + " is corrupt: " + e.getMessage(), e);
    }
  }

  private static RangeTombstones.Fragment fragment(ByteReader in) {
    Bytes from = in.string(BOUND_BYTES_MAX);
    Bytes to = in.string(BOUND_BYTES_MAX);
    int count = in.count(1);
    List<Long> sequences = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sequences.add(in.varint());
    }
    return new RangeTombstones.Fragment(from, to, sequences);
  }
}
