package dev.zerofs.lsm.fetch;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.List;

/** A way to the bytes of objects. Safe for use by any number of threads. */
interface SpanReader {

  /**
   * The bytes of {@code spans}, in their order.
   *
   * @throws KeyValueException as {@link StoreReader#read}; Corrupt also if an object ends too soon
   */
  List<Bytes> readAll(List<Span> spans);

  /** The bytes of {@code span} from the store, whatever is at hand. */
  Bytes readAnew(Span span);

  /** Has {@code spans} be at hand soon, as far as that is of use. */
  void readAhead(List<Span> spans);
}
