package dev.zerofs.ports.objectstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.zerofs.ports.bytes.Bytes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nothing of the port is forgotten, also what is added to it one day. */
final class ForwardingObjectStoreTest {

  private static final ObjectKey KEY = new ObjectKey("a/b");
  private static final ObjectSummary SUMMARY = new ObjectSummary(KEY, 4, 1);

  /** One value of each type that the port's methods take or give. */
  private static final Map<Class<?>, Object> SAMPLES =
      Map.of(
          ObjectKey.class,
          KEY,
          Bytes.class,
          Bytes.utf8("body"),
          long.class,
          7L,
          int.class,
          9,
          String.class,
          "text",
          Collection.class,
          List.of(KEY),
          ObjectPage.class,
          new ObjectPage(List.of(SUMMARY), true),
          ObjectSummary.class,
          SUMMARY,
          OptionalLong.class,
          OptionalLong.of(11));

  private final List<Method> methods = new ArrayList<>();
  private final List<List<Object>> arguments = new ArrayList<>();
  private @Nullable RuntimeException failure;

  private final ObjectStore target =
      (ObjectStore)
          Proxy.newProxyInstance(
              ObjectStore.class.getClassLoader(),
              new Class<?>[] {ObjectStore.class},
              (_, method, given) -> {
                methods.add(method);
                arguments.add(given == null ? List.of() : List.of(given));
                if (failure != null) {
                  throw failure;
                }
                return SAMPLES.get(method.getReturnType());
              });

  private final ObjectStore store = new ForwardingObjectStore(target) {};

  private static Object[] argumentsOf(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> Objects.requireNonNull(SAMPLES.get(type), type::toString))
        .toArray();
  }

  /** Every call but the one that is made of another. */
  private static List<Method> passedOn() {
    return Arrays.stream(ObjectStore.class.getMethods())
        .filter(method -> !method.getName().equals("getPieces"))
        .toList();
  }

  @Test
  void aRangeInPiecesIsARange() throws Exception {
    assertEquals(List.of(Bytes.utf8("bo"), Bytes.utf8("dy")), store.getPieces(KEY, 7, 4, 2));
    assertEquals(
        List.of(ObjectStore.class.getMethod("get", ObjectKey.class, long.class, int.class)),
        methods);
    assertEquals(List.of(List.of(KEY, 7L, 4)), arguments);
  }

  @Test
  void everyCallArrivesAsItWasMadeAndItsAnswerComesBack() throws Exception {
    assertFalse(passedOn().isEmpty());
    for (Method method : passedOn()) {
      methods.clear();
      arguments.clear();
      Object[] given = argumentsOf(method);
      assertSame(SAMPLES.get(method.getReturnType()), method.invoke(store, given));
      assertEquals(List.of(method), methods);
      assertEquals(List.of(List.of(given)), arguments);
    }
  }

  @Test
  void everyFailureComesBack() {
    RuntimeException injected = new ObjectStoreException.Transient("injected", null);
    failure = injected;
    for (Method method : passedOn()) {
      assertSame(
          injected,
          assertThrows(
                  InvocationTargetException.class,
                  () -> method.invoke(store, argumentsOf(method)),
                  method::toString)
              .getCause());
    }
  }
}
