package dev.zerofs.sftp;

import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.io.IOException;
import java.util.PriorityQueue;
import java.util.regex.Pattern;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the objects below a directory in the order of the bytes of their whole keys, in
 * which {@code a-b} comes before {@code a/b}. A queue holds what may come next, smallest first; a
 * directory stands in it as {@code name/} and is read when its turn has come. The server tells
 * sizes and times with the names.
 */
final class KeyWalk {

  private record Candidate(String name, Attributes attributes) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return name.compareTo(other.name);
    }
  }

  private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");

  private final Channel channel;
  private final String root;
  private final String prefix;
  private final String startAfter;
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

  /** A walk over the keys that begin with {@code prefix} and are greater than {@code after}. */
  KeyWalk(Channel channel, String root, String prefix, @Nullable ObjectKey after)
      throws IOException {
    this.channel = channel;
    this.root = root;
    this.prefix = prefix;
    this.startAfter = after == null ? "" : after.value();
    if (ObjectKey.mayBeginWith(prefix)) {
      addEntriesOf(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    }
  }

  /** The next object, or null after the last. */
  @Nullable ObjectSummary next() throws IOException {
    for (Candidate next = queue.poll(); next != null; next = queue.poll()) {
      String name = next.name();
      if (name.endsWith("/")) {
        addEntriesOf(name);
      } else if (name.compareTo(startAfter) > 0 && name.length() <= ObjectKey.LENGTH_MAX) {
        return summary(new ObjectKey(name), next.attributes());
      }
    }
    return null;
  }

  /** What a file's attributes say of the object in it. */
  static ObjectSummary summary(ObjectKey key, Attributes attributes) {
    return new ObjectSummary(
        key,
        attributes.getSize(),
        Math.multiplyExact(attributes.getModifyTime().toMillis(), 1_000_000));
  }

  private void addEntriesOf(String directory) throws IOException {
    for (DirEntry entry : channel.entries(path(directory))) {
      Attributes attributes = entry.getAttributes();
      String name = directory + entry.getFilename();
      if (!SEGMENT.matcher(entry.getFilename()).matches()) {
        continue;
      }
      if (attributes.isDirectory()) {
        String below = name + "/";
        if ((below.startsWith(prefix) || prefix.startsWith(below)) && mayFollow(below)) {
          queue.add(new Candidate(below, attributes));
        }
      } else if (attributes.isRegularFile() && name.startsWith(prefix)) {
        queue.add(new Candidate(name, attributes));
      }
    }
  }

  private String path(String directory) {
    return directory.isEmpty() ? root : root + "/" + directory.substring(0, directory.length() - 1);
  }

  /** Whether a key below {@code directory} can be after the start. */
  private boolean mayFollow(String directory) {
    return directory.compareTo(startAfter) > 0 || startAfter.startsWith(directory);
  }
}
