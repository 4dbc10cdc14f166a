package dev.zerofs.nfs3;

import dev.zerofs.ports.filesystem.FileSystem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

/** A file system in front of another one, for a test to count, delay and break calls. */
@FunctionalInterface
interface Interposed {

  /** The call as it would be without interposition. */
  @FunctionalInterface
  interface Call {
    Object proceed() throws Throwable;
  }

  /** Does what the test wants with a call of the method named {@code method}. */
  Object call(String method, List<Object> arguments, Call call) throws Throwable;

  /** The file system that asks {@code this} about every call. */
  default FileSystem before(FileSystem real) {
    return (FileSystem)
        Proxy.newProxyInstance(
            FileSystem.class.getClassLoader(),
            new Class<?>[] {FileSystem.class},
            (_, method, arguments) ->
                call(
                    method.getName(),
                    arguments == null ? List.of() : Arrays.asList(arguments),
                    () -> {
                      try {
                        return method.invoke(real, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }
}
