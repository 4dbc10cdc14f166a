package dev.zerofs.ports.filesystem;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a file system carry out repeated calls at most once, as the port promises. For one thread.
 */
final class AtMostOnce {
  private static final Set<String> ONCE_ONLY =
      Set.of(
          "setAttributes",
          "create",
          "makeDirectory",
          "makeSymlink",
          "makeNode",
          "remove",
          "removeDirectory",
          "rename",
          "link");

  private final FileSystem fs;
  private final Map<CallId, Result.Done<?>> earlier = new HashMap<>();
  private final Map<CallId, Result.Done<?>> results = new HashMap<>();

  AtMostOnce(FileSystem fs) {
    this.fs = fs;
  }

  /** The file system, opened anew. */
  FileSystem opened() {
    earlier.putAll(results);
    return (FileSystem)
        Proxy.newProxyInstance(
            FileSystem.class.getClassLoader(),
            new Class<?>[] {FileSystem.class},
            (_, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    CallId call =
        ONCE_ONLY.contains(method.getName())
                && arguments != null
                && arguments[0] instanceof Caller caller
            ? caller.call()
            : null;
    Result.Done<?> answered = earlier.get(call);
    if (answered != null) {
      return answered;
    }
    Object result;
    try {
      result = method.invoke(fs, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (call != null && result instanceof Result.Done<?> done) {
      results.put(call, done);
    }
    return result;
  }
}
