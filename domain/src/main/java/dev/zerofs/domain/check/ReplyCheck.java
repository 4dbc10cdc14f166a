package dev.zerofs.domain.check;

import dev.zerofs.domain.layout.Description;
import dev.zerofs.domain.layout.Keys;
import dev.zerofs.domain.layout.ReplyCodec;
import dev.zerofs.ports.keyvalue.Cursor;
import dev.zerofs.ports.keyvalue.Entry;
import dev.zerofs.ports.keyvalue.KeyValueException;
import dev.zerofs.ports.keyvalue.Reads;

/** Walks the remembered results of calls. What they say may be out of date, but has to be said. */
final class ReplyCheck {
  private final Reads reads;
  private final Problems problems;

  ReplyCheck(Reads reads, Problems problems) {
    this.reads = reads;
    this.problems = problems;
  }

  void run() {
    try (Cursor cursor = reads.scan(Keys.repliesFrom(0), Keys.repliesEnd())) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        check(entry);
      }
    }
  }

  private void check(Entry entry) {
    String key = Description.key(entry.key());
    try {
      var _ = ReplyCodec.describe(entry.value());
      if (entry.key().length() != Keys.REPLY_LENGTH_BYTES) {
        problems.add(key + " is no key of a remembered result");
      }
    } catch (KeyValueException.Corrupt e) {
      problems.add(key + " cannot be read: " + e.getMessage());
    }
  }
}
