package dev.zerofs.nfs3;

import dev.zerofs.nfs3.export.AddressRange;
import dev.zerofs.nfs3.export.Export;
import dev.zerofs.nfs3.export.Squash;
import dev.zerofs.nfs3.server.ConnectionLimits;
import dev.zerofs.nfs3.server.Descriptors;
import dev.zerofs.ports.settings.Setting;
import dev.zerofs.ports.settings.Settings;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** Every setting of the server. */
public final class Nfs3Settings {

  private static final long MAX_ID = 0xffff_ffffL;
  private static final int MAX_PORT = 65_535;
  private static final long NOBODY = 65_534;

  /** Where to listen. */
  public static final Setting<InetSocketAddress> LISTEN =
      new Setting<>(
          "nfs.listen",
          "host:port, like 127.0.0.1:2049 or [::1]:2049; port 0 takes any free one",
          Nfs3Settings::parseListen,
          "127.0.0.1:2049",
          false,
          "The address and TCP port of NFS and MOUNT.");

  /** Which users are squashed. */
  public static final Setting<Squash> SQUASH =
      Setting.choice(
          "nfs.squash",
          Squash.class,
          null,
          "Who is taken for the anonymous user; none when listening on loopback, else root.");

  /** The anonymous user. */
  public static final Setting<Long> ANONYMOUS_UID =
      Setting.number("nfs.anonuid", NOBODY, 0, MAX_ID, "The anonymous user's id.");

  /** The anonymous group. */
  public static final Setting<Long> ANONYMOUS_GID =
      Setting.number("nfs.anongid", NOBODY, 0, MAX_ID, "The anonymous user's group id.");

  /** From where the export may be used. */
  public static final Setting<List<AddressRange>> ALLOW =
      new Setting<>(
          "nfs.allow",
          "address ranges like 10.0.0.0/8, fd00::/8, 192.168.1.7, separated by commas",
          Nfs3Settings::parseRanges,
          "",
          false,
          "From which addresses the export may be used; empty means from everywhere.");

  /** Whether changes are refused. */
  public static final Setting<Boolean> READ_ONLY =
      Setting.flag("nfs.read-only", false, "Whether every change is refused.");

  /** Whether clients must use ports below 1024. */
  public static final Setting<Boolean> PRIVILEGED_PORT =
      Setting.flag(
          "nfs.privileged-port", false, "Whether clients must call from a port below 1024.");

  /** Open connections. */
  public static final Setting<Long> CONNECTIONS =
      Setting.number("nfs.connections", 1024L, 1, 1 << 20, "The most connections at a time.");

  /** Open connections of one address. */
  public static final Setting<Long> CONNECTIONS_PER_ADDRESS =
      Setting.number(
          "nfs.connections-per-address",
          64L,
          1,
          1 << 20,
          "The most connections at a time from one address.");

  /** Calls under way. */
  public static final Setting<Long> CALLS =
      Setting.number(
          "nfs.calls", 8192L, 1, 1 << 20, "The most calls under way; beyond, clients wait.");

  /** Calls under way on one connection. */
  public static final Setting<Long> CALLS_PER_CONNECTION =
      Setting.number(
          "nfs.calls-per-connection",
          1024L,
          1,
          1 << 20,
          "The most calls under way on one connection; beyond, its client waits.");

  /** Bytes of calls under way. */
  public static final Setting<Long> BYTES =
      Setting.sizeBytes(
          "nfs.bytes",
          "64MiB",
          4 << 20,
          1L << 40,
          "The most bytes of calls and replies under way; beyond, clients wait.");

  /** Bytes of calls under way on one connection. */
  public static final Setting<Long> BYTES_PER_CONNECTION =
      Setting.sizeBytes(
          "nfs.bytes-per-connection",
          "24MiB",
          4 << 20,
          1L << 40,
          "The most bytes of calls and replies under way on one connection; beyond, it waits.");

  /** When an idle connection is closed. */
  public static final Setting<Long> IDLE_NANOS =
      Setting.durationNanos(
          "nfs.idle-timeout",
          "10m",
          "After how long a connection with nothing under way is closed.");

  /** When a stalled connection is closed. */
  public static final Setting<Long> STALL_NANOS =
      Setting.durationNanos(
          "nfs.stall-timeout",
          "60s",
          "How long a call may take to arrive, and a reply to be taken, before its connection is"
              + " closed.");

  /** The size of the duplicate request cache. */
  public static final Setting<Long> REPLAY_BYTES =
      Setting.sizeBytes(
          "nfs.replay-bytes",
          "16MiB",
          1 << 20,
          1L << 40,
          "The most bytes of replies remembered for clients that repeat a call.");

  /** The age up to which replies are remembered. */
  public static final Setting<Long> REPLAY_AGE_NANOS =
      Setting.durationNanos(
          "nfs.replay-age",
          "2m",
          "How long replies are remembered for clients that repeat a call.");

  private Nfs3Settings() {}

  /** All of them. */
  static List<Setting<?>> all() {
    return List.of(
        LISTEN,
        SQUASH,
        ANONYMOUS_UID,
        ANONYMOUS_GID,
        ALLOW,
        READ_ONLY,
        PRIVILEGED_PORT,
        CONNECTIONS,
        CONNECTIONS_PER_ADDRESS,
        CALLS,
        CALLS_PER_CONNECTION,
        BYTES,
        BYTES_PER_CONNECTION,
        IDLE_NANOS,
        STALL_NANOS,
        REPLAY_BYTES,
        REPLAY_AGE_NANOS);
  }

  static Export export(Settings settings, InetSocketAddress listen) {
    boolean local = !listen.isUnresolved() && listen.getAddress().isLoopbackAddress();
    return new Export(
        settings.value(ALLOW),
        settings.value(PRIVILEGED_PORT),
        settings.value(READ_ONLY),
        settings.find(SQUASH).orElse(local ? Squash.NONE : Squash.ROOT),
        settings.value(ANONYMOUS_UID).intValue(),
        settings.value(ANONYMOUS_GID).intValue());
  }

  static ConnectionLimits limits(Settings settings) {
    return new ConnectionLimits(
        Descriptors.connections(settings.value(CONNECTIONS).intValue()),
        settings.value(CONNECTIONS_PER_ADDRESS).intValue(),
        settings.value(CALLS).intValue(),
        settings.value(CALLS_PER_CONNECTION).intValue(),
        settings.value(BYTES),
        settings.value(BYTES_PER_CONNECTION),
        settings.value(IDLE_NANOS),
        settings.value(STALL_NANOS));
  }

  private static InetSocketAddress parseListen(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not host:port");
    }
    String host = text.substring(0, colon).strip();
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address must stand in [ ]");
    }
    int port = Integer.parseInt(text.substring(colon + 1).strip());
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("no port " + port);
    }
    return new InetSocketAddress(host, port);
  }

  private static List<AddressRange> parseRanges(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(range -> !range.isEmpty())
        .map(AddressRange::parse)
        .toList();
  }
}
