package dev.zerofs.bootstrap.crash;

import java.util.List;

/**
 * Where one lane works.
 *
 * @param lane its number
 * @param client the number of the connection that it shares with others
 * @param position among the lanes of its client
 */
record Places(int lane, int client, int position) {

  /** Directories in which every lane has names. */
  static final List<String> SHARED = List.of("shared-0", "shared-1");

  /** Where lanes want the same names. */
  static final String RACES = "races";

  /** The lane's own directory. */
  String own() {
    return "lane-" + lane;
  }

  /** The file in which every lane of the client has a region. */
  String common() {
    return commonOf(client);
  }

  static String commonOf(int client) {
    return "common-" + client;
  }

  /** Where the lane's region begins; regions share chunks. */
  int regionOffset() {
    return position * Tree.REGION_BYTES;
  }

  /** What the lane's names in shared directories begin with. */
  String prefix() {
    return "l" + lane + "-";
  }

  /** Whether the name at {@code path} is this lane's. */
  boolean isMine(String path) {
    return path.startsWith(own() + "/")
        || SHARED.stream().anyMatch(shared -> path.startsWith(shared + "/" + prefix()));
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
