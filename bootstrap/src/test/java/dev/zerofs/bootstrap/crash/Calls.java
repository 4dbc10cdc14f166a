package dev.zerofs.bootstrap.crash;

import dev.zerofs.nfs3.client.Nfs3Client;
import dev.zerofs.nfs3.client.Nfs3Replies.Changed;
import dev.zerofs.nfs3.client.Nfs3Replies.Committed;
import dev.zerofs.nfs3.client.Nfs3Replies.Made;
import dev.zerofs.nfs3.client.Nfs3Replies.Written;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.filesystem.AttributeChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes the calls of a lane: knows the handles. Guarded by its lane. */
final class Calls {

  private final Nfs3Client client;
  private final Places places;
  private final Map<String, Bytes> roots;
  private final Map<Long, Bytes> handles = new HashMap<>();

  /**
   * Calls.
   *
   * @param roots the handles of what is there before and after the lane, by path
   */
  Calls(Nfs3Client client, Places places, Map<String, Bytes> roots) {
    this.client = client;
    this.places = places;
    this.roots = roots;
  }

  /** The handles of inodes, by number. */
  Map<Long, Bytes> handles() {
    return handles;
  }

  @Nullable Bytes handle(String path, Tree tree) {
    Bytes root = roots.get(path.equals(Tree.REGION) ? places.common() : path);
    Long number = tree.number(path);
    return root != null || number == null ? root : handles.get(number);
  }

  /** A path whose handle is needed for {@code step} and not known; null if there is none. */
  @Nullable String missing(Step step, Tree tree) {
    for (String path : objects(step)) {
      while (handle(path, tree) == null) {
        String parent = Places.parent(path);
        if (handle(parent, tree) != null) {
          return path;
        }
        path = parent;
      }
    }
    return null;
  }

  private static List<String> objects(Step step) {
    return switch (step) {
      case Step.Create create -> List.of(Places.parent(create.path()));
      case Step.Reopen reopen -> List.of(Places.parent(reopen.path()));
      case Step.MakeDirectory make -> List.of(Places.parent(make.path()));
      case Step.MakeSymlink make -> List.of(Places.parent(make.path()));
      case Step.Write write -> List.of(write.path());
      case Step.Commit commit -> List.of(commit.path());
      case Step.Truncate truncate -> List.of(truncate.path());
      case Step.ChangeMode change -> List.of(change.path());
      case Step.Rename rename -> List.of(Places.parent(rename.from()), Places.parent(rename.to()));
      case Step.Remove remove -> List.of(Places.parent(remove.path()));
      case Step.RemoveDirectory remove -> List.of(Places.parent(remove.path()));
      case Step.Link link -> List.of(link.existing(), Places.parent(link.path()));
      case Step.Refused refused -> objects(refused.step());
      case Step.WriteRegion _, Step.Race _ -> List.of();
    };
  }

  /** Asks for the handle of {@code path}, whose parent's is known. */
  CompletableFuture<Answer> lookup(String path, Tree tree) {
    Bytes parent = required(Places.parent(path), tree);
    return client
        .lookup(parent, Bytes.utf8(Places.name(path)))
        .thenApply(found -> new Answer(found.status(), found.handle(), false, null));
  }

  /** Sends {@code step}, to be carried out on {@code tree}. */
  CompletableFuture<Answer> send(Step step, Tree tree) {
    return switch (step) {
      case Step.Create create -> create(create, tree);
      case Step.Reopen(String path) ->
          made(client.create(parent(path, tree), name(path), AttributeChange.ofSize(0)));
      case Step.MakeDirectory(String path, _, int mode) ->
          made(client.mkdir(parent(path, tree), name(path), AttributeChange.ofMode(mode)));
      case Step.MakeSymlink(String path, _, String target) ->
          made(
              client.symlink(
                  parent(path, tree), name(path), Bytes.utf8(target), AttributeChange.NONE));
      case Step.Write(String path, int offset, Bytes data, int stable) ->
          written(client.write(required(path, tree), offset, stable, data));
      case Step.WriteRegion(int offset, Bytes data, int stable) ->
          written(
              client.write(
                  required(Tree.REGION, tree), places.regionOffset() + offset, stable, data));
      case Step.Commit(String path) -> committed(client.commit(required(path, tree), 0, 0));
      case Step.Truncate(String path, int size) ->
          changed(client.setAttr(required(path, tree), AttributeChange.ofSize(size), null));
      case Step.ChangeMode(String path, int mode) ->
          changed(client.setAttr(required(path, tree), AttributeChange.ofMode(mode), null));
      case Step.Rename(String from, String to) ->
          client
              .rename(parent(from, tree), name(from), parent(to, tree), name(to))
              .thenApply(moved -> new Answer(moved.status(), null, true, null));
      case Step.Remove(String path) -> changed(client.remove(parent(path, tree), name(path)));
      case Step.RemoveDirectory(String path) ->
          changed(client.rmdir(parent(path, tree), name(path)));
      case Step.Link(String existing, String path) ->
          client
              .link(required(existing, tree), parent(path, tree), name(path))
              .thenApply(linked -> new Answer(linked.status(), null, true, null));
      case Step.Refused refused -> send(refused.step(), tree);
      case Step.Race(String name) ->
          made(
              client.createGuarded(
                  required(Places.RACES, tree), Bytes.utf8(name), AttributeChange.ofMode(0600)));
    };
  }

  private CompletableFuture<Answer> create(Step.Create create, Tree tree) {
    Bytes parent = parent(create.path(), tree);
    Bytes name = name(create.path());
    AttributeChange attributes = AttributeChange.ofMode(create.mode());
    return made(
        switch (create.how()) {
          case UNCHECKED -> client.create(parent, name, attributes);
          case GUARDED -> client.createGuarded(parent, name, attributes);
          case EXCLUSIVE -> client.createExclusive(parent, name, 7_000_000L + create.number());
        });
  }

  private Bytes parent(String path, Tree tree) {
    return required(Places.parent(path), tree);
  }

  private static Bytes name(String path) {
    return Bytes.utf8(Places.name(path));
  }

  private Bytes required(String path, Tree tree) {
    return Objects.requireNonNull(handle(path, tree), path);
  }

  private static CompletableFuture<Answer> made(CompletableFuture<Made> reply) {
    return reply.thenApply(made -> new Answer(made.status(), made.handle(), true, null));
  }

  private static CompletableFuture<Answer> changed(CompletableFuture<Changed> reply) {
    return reply.thenApply(changed -> new Answer(changed.status(), null, true, null));
  }

  private static CompletableFuture<Answer> committed(CompletableFuture<Committed> reply) {
    return reply.thenApply(
        done -> new Answer(done.status(), null, true, done.status() == 0 ? done.verifier() : null));
  }

  private static CompletableFuture<Answer> written(CompletableFuture<Written> reply) {
    return reply.thenApply(
        written ->
            new Answer(
                written.status(),
                null,
                written.committed() != Nfs3Client.UNSTABLE,
                written.status() == 0 ? written.verifier() : null));
  }
}
