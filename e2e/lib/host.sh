# What e2e/run and benchmarks/run do on the host beside running guests: tools, the server's build, the S3 emulator,
# and preparations that tests name in their headers.

TOOLS=$TARGET/tools

# Compiles e2e/tools/*.c into $TOOLS where that is not done yet.
build_tools() {
  local source
  mkdir -p "$TOOLS"
  for source in "$HERE"/tools/*.c; do
    local program=$TOOLS/$(basename "$source" .c)
    { [ "$program" -nt "$source" ] && [ "$program" -nt "$HERE/tools/check.h" ]; } || gcc -std=gnu17 -O2 -Wall -Wextra -pthread -o "$program" "$source"
  done
}

# Has the launcher build the distribution now, so that no test waits for it.
prepare_server() {
  [ "$server" = zerofs ] || return 0
  ZEROFS_AOT=make "$REPOSITORY/bin/zerofs" version >/dev/null # and its class cache, not beside a test
}

# Preparation: an archive of a tree of more than 5,000 files with known content in $SHARED.
prepare_tree() {
  local files=5200 seed=20261
  [ -z "$long" ] || files=25000
  printf 'TREE_FILES=%s TREE_SEED=%s\n' "$files" "$seed" >"$SHARED/tree.settings"
  mkdir "$SHARED/original"
  "$TOOLS/tree" make "$SHARED/original/tree" "$files" "$seed"
  tar --format=posix -C "$SHARED/original" -cf "$SHARED/tree.tar" tree
  rm -rf "$SHARED/original"
}

# Preparation: a bare git repository with a history of 120 commits in $SHARED.
prepare_repository() {
  git init -q --bare "$SHARED/origin.git"
  awk 'BEGIN {
    srand(7)
    for (commit = 1; commit <= 120; commit++) {
      printf "commit refs/heads/main\ncommitter Tester <tester@example.org> %d +0000\ndata <<END\ncommit %d\nEND\n", 1700000000 + commit * 60, commit
      for (change = 0; change < 12; change++) {
        file = commit == 1 ? change : int(rand() * commit * 6)
        printf "M 100644 inline src/package%d/file%d.txt\ndata <<END\n", file % 17, file
        for (line = 0; line < 30 + file % 90; line++) printf "file %d commit %d line %d %d\n", file, commit, line, rand() * 1000000
        print "END"
      }
    }
  }' | git -C "$SHARED/origin.git" fast-import --quiet
  git -C "$SHARED/origin.git" symbolic-ref HEAD refs/heads/main
}

# Prints the home of the newest JDK on this machine, if that is 25 or later.
find_jdk() {
  local home best='' version newest=24
  for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/* /opt/*; do
    [ -x "$home/bin/javac" ] && [ -r "$home/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    [ "${version:-0}" -gt "$newest" ] && newest=$version best=$home
  done
  echo "$best"
}

# Preparation: module ports compiled on the host, and what compiling it needs.
prepare_java() {
  local jdk annotations
  jdk=$(find_jdk)
  [ -n "$jdk" ] || { echo "no JDK 25 was found"; return 1; }
  annotations=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/org/jspecify" -name 'jspecify-*.jar' 2>/dev/null | sort -V | tail -1)
  [ -n "$annotations" ] || { echo "build the project first: jspecify is not in the Maven repository"; return 1; }
  printf 'JAVA_HOME=%q CLASS_PATH=%q\n' "$jdk" "$annotations" >"$SHARED/java.settings"
  find "$REPOSITORY/ports/src/main/java" -name '*.java' | sort >"$SHARED/files"
  "$jdk/bin/javac" -proc:none -nowarn -cp "$annotations" -d "$SHARED/classes" "@$SHARED/files"
}

# Preparation: this repository as a bare clone; a guest builds from that and from the host's Maven repository, offline.
prepare_self_build() {
  git -c safe.directory='*' clone -q --bare --no-local "$REPOSITORY" "$SHARED/self.git"
  printf 'MAVEN_REPOSITORY=%q HEAD=%q\n' "${MAVEN_REPOSITORY:-$HOME/.m2/repository}" "$(git --git-dir "$SHARED/self.git" rev-parse HEAD)" \
    >"$SHARED/self.settings"
}
