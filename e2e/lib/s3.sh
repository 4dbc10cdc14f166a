# An S3 store for the server under test: the emulator of module e2e, and a server that is told of it by the environment
# variables alone.

S3_PID=
S3_DIR=
S3_KEY=tester S3_SECRET=not-a-secret S3_BUCKET=volumes

# Builds the emulator where that is not done yet.
s3_build() {
  local built=$HERE/target/quick/class-path sources=$HERE/src
  [ -e "$built" ] && [ -z "$(find "$sources" "$HERE/pom.xml" -newer "$built" -print -quit)" ] && return
  (cd "$REPOSITORY" && mvn -q -B -ntp -Dquick -DskipTests -pl e2e package) >"$TARGET/s3-build.log" 2>&1 && touch "$built" ||
    { echo "the emulator does not build: see e2e/target/s3-build.log"; return 1; }
}

# s3_start DIR: starts the emulator, which has one empty bucket; S3_ENDPOINT is its address.
s3_start() {
  s3_build || return 1
  S3_DIR=$1
  local jdk n
  jdk=$(find_jdk)
  : >"$S3_DIR/emulator.out"
  lab_exec "$jdk/bin/java" -Xmx1g -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$HERE/target/quick/classes:$(<"$HERE/target/quick/class-path")" \
    dev.zerofs.e2e.S3Emulator $S3_KEY $S3_SECRET $S3_BUCKET >"$S3_DIR/emulator.out" 2>"$S3_DIR/emulator.log" &
  S3_PID=$!
  for ((n = 0; n < 300; n++)); do
    S3_ENDPOINT=$(<"$S3_DIR/emulator.out")
    [ -z "$S3_ENDPOINT" ] || return 0
    kill -0 "$S3_PID" 2>/dev/null || break
    sleep 0.1
  done
  echo "the emulator does not start"
  return 1
}

s3_stop() {
  [ -z "$S3_PID" ] || lab_kill "$S3_PID"
  S3_PID=
}

# Becomes the server, configured by nothing but the variables. It then serves 127.0.0.1 alone; socat in the same session
# lets the guests reach that.
s3_exec_server() {
  s3_exec bash -c 'socat TCP-LISTEN:2049,bind=10.78.0.1,reuseaddr,fork TCP:127.0.0.1:2049 & exec "$0" run' "$REPOSITORY/bin/zerofs"
}

# Becomes another command of the program on the same store.
s3_exec_zerofs() { s3_exec "$REPOSITORY/bin/zerofs" "$@"; }

s3_exec() {
  lab_exec env "${SERVER_SETTINGS[@]}" AWS_ENDPOINT_URL="$S3_ENDPOINT" AWS_S3_BUCKET=$S3_BUCKET AWS_ACCESS_KEY_ID=$S3_KEY AWS_SECRET_ACCESS_KEY=$S3_SECRET \
    AWS_DEFAULT_REGION=us-east-1 AWS_ALLOW_HTTP=true SLATEDB_CACHE_DIR="$SERVER_DIR/cache" SLATEDB_CACHE_SIZE_GB=1 "$@"
}
