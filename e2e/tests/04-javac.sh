#: memory 1500M
#: host prepare_java
# This project's own module `ports` is compiled by javac on the mount: the same classes, byte for byte, as without NFS, and
# every one of them loads and is verified.

. "$SHARED/java.settings" # JAVA_HOME, CLASS_PATH
jvm=(-Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xmx400m)
step "copy the sources"
cp -r "$REPOSITORY/ports/src/main/java" sources
cat >LoadAll.java <<'JAVA'
import java.nio.file.*;

public class LoadAll {
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    int loaded = 0;
    try (var files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
        String name = root.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
        if (!name.endsWith("module-info")) {
          Class.forName(name, true, LoadAll.class.getClassLoader());
          loaded++;
        }
      }
    }
    System.out.println(loaded);
  }
}
JAVA
step "javac"
find sources -name '*.java' | sort >files
"$JAVA_HOME/bin/javac" "${jvm[@]/#/-J}" -proc:none -nowarn -cp "$CLASS_PATH" -d classes @files
step "compare"
diff -r "$SHARED/classes" classes || fail "the classes differ from those compiled without NFS"
step "load all classes"
"$JAVA_HOME/bin/javac" "${jvm[@]/#/-J}" -d program LoadAll.java
loaded=$("$JAVA_HOME/bin/java" "${jvm[@]}" -cp "program:classes:$CLASS_PATH" LoadAll classes)
expect "classes that load" "$(find "$SHARED/classes" -name '*.class' ! -name module-info.class | wc -l)" "$loaded"
