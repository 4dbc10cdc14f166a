package dev.zerofs.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Calls that belong in few places or none, in production code. The default character set, and much
 * else that is wrong everywhere, is the compiler's to refuse (see the list of Error Prone checks in
 * the parent POM).
 */
class BannedCallsTest {
  private static final String BOOTSTRAP = "dev.zerofs.bootstrap..";

  /** The only clock that reads the machine's time. */
  private static final String SYSTEM_CLOCK = "dev.zerofs.bootstrap.time";

  /** The command line, which talks to a person. */
  private static final String[] COMMAND_LINE = {
    "dev.zerofs.bootstrap", "dev.zerofs.bootstrap.command.."
  };

  /**
   * Where concurrency lives; everything else is immutable, single-threaded or guarded by its
   * caller.
   */
  private static final String[] THREAD_PLACES = {
    "dev.zerofs.nfs3.server",
    "dev.zerofs.lsm.background",
    // One timer that ends what a server does not answer; the clients of S3 and Azure bring theirs.
    "dev.zerofs.gcs",
    "dev.zerofs.bootstrap.lifecycle",
    "dev.zerofs.bootstrap.probe"
  };

  private static final Set<String> THREAD_POOLS =
      Set.of(
          "java.util.concurrent.Executors",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.StructuredTaskScope",
          "java.util.Timer");

  private static final Set<String> THREAD_MEMBERS =
      Set.of("<init>", "ofVirtual", "ofPlatform", "startVirtualThread", "sleep");

  private static final Set<String> SYSTEM_STREAMS = Set.of("in", "out", "err");

  @Test
  void theWallClockIsReadInOnePlace() {
    ban(
        "read the machine's clock (take a dev.zerofs.ports.time.Clock)",
        access ->
            on(access, "java.lang.System", "currentTimeMillis", "nanoTime")
                || owner(access).startsWith("java.time.") && member(access).equals("now")
                || owner(access).equals("java.time.Clock")
                || on(access, "java.util.Calendar", "getInstance")
                || on(access, "java.util.Date", "<init>") && parameters(access) == 0,
        SYSTEM_CLOCK);
  }

  @Test
  void threadsAreMadeInNamedPlaces() {
    ban(
        "make or park threads (concurrency lives in a few named places)",
        access ->
            THREAD_POOLS.contains(owner(access))
                || owner(access).equals("java.lang.Thread")
                    && THREAD_MEMBERS.contains(member(access))
                || owner(access).startsWith("io.netty.")
                    && member(access).equals("<init>")
                    && access.getTargetOwner().isAssignableTo("java.util.concurrent.Executor"),
        THREAD_PLACES);
  }

  @Test
  void nothingRunsOnTheCommonPool() {
    ban(
        "run on the common pool, which nobody bounds",
        access ->
            on(
                    access,
                    "java.util.concurrent.CompletableFuture",
                    "delayedExecutor",
                    "orTimeout",
                    "completeOnTimeout")
                || owner(access).equals("java.util.concurrent.CompletableFuture")
                    && member(access).endsWith("Async")
                    && !takesExecutor(access)
                || member(access).equals("parallelStream")
                || owner(access).startsWith("java.util.stream.")
                    && member(access).equals("parallel"));
  }

  @Test
  void randomnessIsInjected() {
    ban(
        "make its own randomness (take a RandomGenerator: a failing test must be able to run"
            + " again)",
        access ->
            on(access, "java.lang.Math", "random")
                || on(access, "java.util.UUID", "randomUUID")
                || on(access, "java.util.concurrent.ThreadLocalRandom", "current")
                || owner(access).equals("java.security.SecureRandom")
                || owner(access).equals("java.util.random.RandomGeneratorFactory")
                || on(access, "java.util.random.RandomGenerator", "getDefault", "of")
                || owner(access).startsWith("java.util.")
                    && owner(access).endsWith("Random")
                    && member(access).equals("<init>")
                    && parameters(access) == 0,
        BOOTSTRAP,
        // Names of temporary files that no other process, on this host or another, may also choose.
        "dev.zerofs.localfs");
  }

  @Test
  void theProcessBelongsToBootstrap() {
    ban(
        "end the process or read its environment (settings are handed in)",
        access ->
            on(
                    access,
                    "java.lang.System",
                    "exit",
                    "getenv",
                    "getProperty",
                    "setProperty",
                    "getProperties")
                || on(access, "java.lang.Runtime", "exit", "halt", "addShutdownHook"),
        BOOTSTRAP);
  }

  @Test
  void onlyTheCommandLineTalksToTheConsole() {
    ban(
        "use the console (log, or return what is to be said)",
        access ->
            owner(access).equals("java.lang.System") && SYSTEM_STREAMS.contains(member(access))
                || member(access).equals("printStackTrace"),
        COMMAND_LINE);
  }

  @Test
  void nobodyDeserialisesObjectsOrLogsBySomethingElse() {
    ban(
        "use Java serialisation or java.util.logging",
        access ->
            owner(access).equals("java.io.ObjectInputStream")
                || owner(access).equals("java.io.ObjectOutputStream")
                || owner(access).startsWith("java.util.logging."));
  }

  private static void ban(String what, Predicate<JavaAccess<?>> access, String... allowedPackages) {
    noClasses()
        .that(not(resideInAnyPackage(allowedPackages)))
        .should()
        .accessTargetWhere(DescribedPredicate.describe(what, access))
        .check(Rooms.PRODUCTION);
  }

  private static boolean on(JavaAccess<?> access, String owner, String... members) {
    return owner(access).equals(owner) && List.of(members).contains(member(access));
  }

  private static String owner(JavaAccess<?> access) {
    return access.getTargetOwner().getFullName();
  }

  private static String member(JavaAccess<?> access) {
    return access.getTarget().getName();
  }

  private static int parameters(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        ? target.getRawParameterTypes().size()
        : -1;
  }

  private static boolean takesExecutor(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        && target.getRawParameterTypes().stream()
            .anyMatch(type -> type.isEquivalentTo(Executor.class));
  }
}
