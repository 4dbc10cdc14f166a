package dev.zerofs.rocksdb;

import dev.zerofs.ports.keyvalue.KeyValueException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * An open database that can be closed under its users: native code that is called on a closed one
 * ends the process, so every call goes through {@link #use}, and what is made of the database is
 * closed with it. Safe for use by any number of threads.
 */
final class Database {

  /** What is done with an open database. */
  interface Use<T> {
    T with(RocksDB database) throws RocksDBException;
  }

  /** What looks for something that may not be there. */
  interface Search<T> {
    @Nullable T in(RocksDB database) throws RocksDBException;
  }

  private final String place;
  private final Tuning tuning;
  private final RocksDB database;
  private final ReadWriteLock guard = new ReentrantReadWriteLock();
  private final Set<AutoCloseable> dependents = ConcurrentHashMap.newKeySet();
  private @Nullable Supplier<KeyValueException> ended; // guarded by guard
  private int holders = 1; // guarded by dependents

  /**
   * Takes over an open database.
   *
   * @param place where it is, for messages
   * @param tuning what it was opened with; closed with it
   */
  Database(RocksDB database, String place, Tuning tuning) {
    this.database = database;
    this.place = place;
    this.tuning = tuning;
  }

  /**
   * Does something while the database is certain to be open.
   *
   * @throws KeyValueException if it fails, or the database has ended
   */
  <T> T use(Use<T> work) {
    return Objects.requireNonNull(find(work::with));
  }

  /** The same, for what may not be there. */
  <T> @Nullable T find(Search<T> work) {
    guard.readLock().lock();
    try {
      if (ended != null) {
        throw ended.get();
      }
      return work.in(database);
    } catch (RocksDBException e) {
      throw RocksFailures.of(e, place);
    } finally {
      guard.readLock().unlock();
    }
  }

  /** Closes {@code dependent} before the database, if nobody does earlier. During {@link #use}. */
  void add(AutoCloseable dependent) {
    dependents.add(dependent);
  }

  /** Closes {@code dependent} now, unless the database has done so. */
  void closeDependent(AutoCloseable dependent) {
    guard.readLock().lock();
    try {
      if (dependents.remove(dependent)) {
        closeQuietly(dependent);
      }
    } finally {
      guard.readLock().unlock();
    }
  }

  /** Counts one more who needs it; each of them says {@link #release}. The maker is the first. */
  void hold() {
    synchronized (dependents) {
      holders++;
    }
  }

  /**
   * Needs it no more; the last one ends it.
   *
   * @return whether this was the last
   */
  boolean release() {
    boolean last;
    synchronized (dependents) {
      holders--;
      last = holders == 0;
    }
    return last && end(() -> new KeyValueException.Closed(place + " is closed", null));
  }

  /**
   * Closes the database after the calls under way.
   *
   * @param why what later calls throw
   * @return whether it was open
   */
  boolean end(Supplier<KeyValueException> why) {
    guard.writeLock().lock();
    try {
      if (ended != null) {
        return false;
      }
      ended = why;
      dependents.forEach(Database::closeQuietly);
      dependents.clear();
      database.cancelAllBackgroundWork(true);
      database.close();
      tuning.close();
      return true;
    } finally {
      guard.writeLock().unlock();
    }
  }

  private static void closeQuietly(AutoCloseable dependent) {
    try {
      dependent.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing part of a database never fails", e);
    }
  }
}
