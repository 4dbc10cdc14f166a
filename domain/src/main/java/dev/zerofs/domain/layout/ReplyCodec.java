package dev.zerofs.domain.layout;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.Attributes;
import dev.zerofs.ports.filesystem.Created;
import dev.zerofs.ports.filesystem.Linked;
import dev.zerofs.ports.filesystem.Renamed;
import dev.zerofs.ports.filesystem.Wcc;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The encoding of a result that is remembered for the call's repetition; the grammar stands in this
 * package's description. One codec for each kind of result; immutable.
 *
 * @param <T> the kind of result
 */
public final class ReplyCodec<T> {
  /** Of changed attributes, and of names that were removed. */
  public static final ReplyCodec<Wcc> CHANGED =
      new ReplyCodec<>(1, "changed", 2, ReplyCodec::parts, all -> wcc(all, 0));

  /** Of objects that were made. */
  public static final ReplyCodec<Created> CREATED =
      new ReplyCodec<>(
          2,
          "created",
          3,
          created -> and(parts(created.directory()), created.object()),
          all -> new Created(all.get(2), wcc(all, 0)));

  /** Of names that were moved. */
  public static final ReplyCodec<Renamed> RENAMED =
      new ReplyCodec<>(
          3,
          "renamed",
          4,
          renamed -> and(parts(renamed.source()), parts(renamed.target())),
          all -> new Renamed(wcc(all, 0), wcc(all, 2)));

  /** Of names that were added. */
  public static final ReplyCodec<Linked> LINKED =
      new ReplyCodec<>(
          4,
          "linked",
          3,
          linked -> and(parts(linked.directory()), linked.object()),
          all -> new Linked(all.get(2), wcc(all, 0)));

  /** The most bytes that a record takes: that of a name that was moved. */
  public static final int LENGTH_MAX_BYTES = 2 + 4 * AttributesCodec.LENGTH_MAX_BYTES;

  private static final List<ReplyCodec<?>> ALL = List.of(CHANGED, CREATED, RENAMED, LINKED);

  private final byte kind;
  private final String name;
  private final int partCount;
  private final Function<T, List<Attributes>> parts;
  private final Function<List<Attributes>, T> whole;

  private ReplyCodec(
      int kind,
      String name,
      int partCount,
      Function<T, List<Attributes>> parts,
      Function<List<Attributes>, T> whole) {
    this.kind = (byte) kind;
    this.name = name;
    this.partCount = partCount;
    this.parts = parts;
    this.whole = whole;
  }

  /** The record of {@code result}, all of whose attributes are known. */
  public Bytes encode(T result) {
    ByteBuffer out = ByteBuffer.allocate(2 + partCount * AttributesCodec.LENGTH_MAX_BYTES);
    out.put(Records.VERSION).put(kind);
    AttributesCodec.encode(parts.apply(result), out);
    return Bytes.copyOf(out.flip());
  }

  /**
   * Reads a record.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Corrupt if it is none of this kind
   */
  public T decode(Bytes value) {
    return Records.decode("reply", value, this::decode);
  }

  private T decode(ByteBuffer in) {
    byte found = in.get();
    if (found != kind) {
      throw new IllegalArgumentException("reply of kind " + found + ", expected " + kind);
    }
    return whole.apply(parts(in));
  }

  private List<Attributes> parts(ByteBuffer in) {
    List<Attributes> all = AttributesCodec.decode(in);
    if (all.size() != partCount) {
      throw new IllegalArgumentException(all.size() + " objects in a reply of kind " + kind);
    }
    return all;
  }

  /**
   * What a record of whatever kind says, as people read it, by the last of its objects: {@code
   * {created: inode:5}}.
   *
   * @throws dev.zerofs.ports.keyvalue.KeyValueException.Corrupt if it is none
   */
  public static String describe(Bytes value) {
    return Records.decode("reply", value, ReplyCodec::describe);
  }

  private static String describe(ByteBuffer in) {
    byte kind = in.get();
    for (ReplyCodec<?> codec : ALL) {
      if (codec.kind == kind) {
        return codec.text(codec.parts(in));
      }
    }
    throw new IllegalArgumentException("reply of kind " + kind);
  }

  private String text(List<Attributes> all) {
    return "{" + name + ": inode:" + all.getLast().id().inode() + "}";
  }

  private static List<Attributes> parts(Wcc wcc) {
    return List.of(Objects.requireNonNull(wcc.before()), Objects.requireNonNull(wcc.after()));
  }

  private static Wcc wcc(List<Attributes> all, int index) {
    return new Wcc(all.get(index), all.get(index + 1));
  }

  private static List<Attributes> and(List<Attributes> wcc, Attributes object) {
    return List.of(wcc.getFirst(), wcc.getLast(), object);
  }

  private static List<Attributes> and(List<Attributes> source, List<Attributes> target) {
    return List.of(source.getFirst(), source.getLast(), target.getFirst(), target.getLast());
  }
}
