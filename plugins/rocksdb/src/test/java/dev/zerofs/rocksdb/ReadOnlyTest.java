package dev.zerofs.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.zerofs.ports.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** What a database opened for reading alone must not leave out. */
final class ReadOnlyTest {

  static {
    RocksDB.loadLibrary();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** RocksDB has a reader of its own for a database of one table, which goes by keys alone. */
  @Test
  void rangesThatWereDeletedAreGoneFromASingleTable(@TempDir Path directory)
      throws RocksDBException {
    try (Options options = new Options().setCreateIfMissing(true);
        FlushOptions flush = new FlushOptions();
        RocksDB writer = RocksDB.open(options, directory.toString())) {
      writer.put(bytes("a"), bytes("1"));
      writer.put(bytes("b"), bytes("2"));
      Snapshot held = writer.getSnapshot(); // or the flush would drop what is deleted
      writer.deleteRange(bytes("a"), bytes("b"));
      writer.flush(flush);
      writer.releaseSnapshot(held);
    }
    Database opened = ReadOnly.open(directory, Settings.defaults());
    assertNull(opened.find(open -> open.get(bytes("a"))));
    assertEquals(
        "2", new String(opened.use(open -> open.get(bytes("b"))), StandardCharsets.US_ASCII));
    var _ = opened.release();
  }
}
