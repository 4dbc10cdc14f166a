package dev.zerofs.lsm.fetch;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Reads spans of objects that are files of this machine: exactly their bytes, neighbouring ones
 * together. The operating system keeps what was read and reads ahead better than could be done
 * here. Safe for use by any number of threads.
 */
final class ExactReader implements SpanReader {

  /** Longer stretches would only make larger arrays to be cut up. */
  private static final int STRETCH_BYTES_MAX = 1 << 20;

  /** So few reads are done before threads for them have begun. */
  private static final int SEQUENTIAL_MAX = 4;

  private static final Comparator<Span> ORDER =
      Comparator.comparing((Span span) -> span.object().kind())
          .thenComparingInt(span -> span.object().volumeIndex())
          .thenComparingLong(span -> span.object().epoch())
          .thenComparingLong(span -> span.object().id())
          .thenComparingLong(Span::offset);

  private final StoreReader store;
  private final Parallel parallel;

  ExactReader(StoreReader store, Parallel parallel) {
    this.store = store;
    this.parallel = parallel;
  }

  @Override
  public List<Bytes> readAll(List<Span> spans) {
    if (spans.size() == 1) {
      return List.of(readAnew(spans.getFirst()));
    }
    Bytes[] found = new Bytes[spans.size()];
    List<List<Integer>> stretches = stretches(spans);
    if (stretches.size() <= SEQUENTIAL_MAX) {
      stretches.forEach(stretch -> read(spans, stretch, found));
    } else {
      List<Callable<Boolean>> tasks = new ArrayList<>(stretches.size());
      stretches.forEach(stretch -> tasks.add(() -> read(spans, stretch, found)));
      var _ = parallel.run(tasks);
    }
    return List.of(found);
  }

  /** The indices of {@code spans} that are read together. */
  private static List<List<Integer>> stretches(List<Span> spans) {
    List<Integer> order =
        IntStream.range(0, spans.size())
            .boxed()
            .sorted((a, b) -> ORDER.compare(spans.get(a), spans.get(b)))
            .toList();
    List<List<Integer>> stretches = new ArrayList<>();
    List<Integer> stretch = new ArrayList<>();
    for (int index : order) {
      Span span = spans.get(index);
      boolean joins =
          !stretch.isEmpty()
              && spans.get(stretch.getLast()).object().equals(span.object())
              && spans.get(stretch.getLast()).end() == span.offset()
              && span.end() - spans.get(stretch.getFirst()).offset() <= STRETCH_BYTES_MAX;
      if (!joins) {
        stretch = new ArrayList<>();
        stretches.add(stretch);
      }
      stretch.add(index);
    }
    return stretches;
  }

  private boolean read(List<Span> spans, List<Integer> stretch, Bytes[] found) {
    Span first = spans.get(stretch.getFirst());
    long end = spans.get(stretch.getLast()).end();
    Span whole = new Span(first.object(), first.offset(), (int) (end - first.offset()));
    Bytes body = readAnew(whole);
    for (int index : stretch) {
      Span span = spans.get(index);
      found[index] = body.slice((int) (span.offset() - first.offset()), span.length());
    }
    return true;
  }

  @Override
  public Bytes readAnew(Span span) {
    Bytes body = store.read(span.object(), span.offset(), span.length());
    if (body.length() < span.length()) {
      throw new KeyValueException.Corrupt(
          "%s ends before byte %d, which is referred to"
              .formatted(store.nameOf(span.object()), span.end()),
          null);
    }
    return body;
  }

  @Override
  public void readAhead(List<Span> spans) {}
}
