package dev.zerofs.rocksdb;

import dev.zerofs.ports.keyvalue.KeyValueReader;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.keyvalue.KeyValueStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on RocksDB. */
final class RocksStoreTest extends KeyValueStoreContract {

  @TempDir private Path directory = Path.of("set by JUnit");

  private final RocksProvider provider = new RocksProvider();
  private final Contexts contexts = new Contexts();

  @Override
  protected KeyValueStore open() {
    return provider.open(contexts.context(directory));
  }

  @Override
  protected KeyValueReader openReader() {
    return provider.openReader(contexts.context(directory));
  }

  @Override
  protected void passLag() {
    contexts.passLag();
  }
}
