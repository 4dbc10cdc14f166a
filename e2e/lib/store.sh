# The object store of the server under test, where a test's line `#: store NAME` asks for another than a directory: an
# emulator of module e2e on this machine, and a server that is told of it by the environment alone. E2E_S3 names a command
# that serves S3 on the loopback instead, until it is killed, and prints its URL: another server, or one that fails on
# purpose.

STORE_PID=
STORE_ENDPOINT=
STORE_NAME=volumes STORE_KEY=tester STORE_SECRET=not-a-secret

store_is_emulated() { [ "${SERVER_STORE:-file}" != file ]; }

# Builds the emulators where that is not done yet.
store_build() {
  local built=$HERE/target/quick/class-path sources=$HERE/src
  [ -e "$built" ] && [ -z "$(find "$sources" "$HERE/pom.xml" "$REPOSITORY"/adapters/{gcs,azure}/{src,pom.xml} -newer "$built" -print -quit)" ] && return
  (cd "$REPOSITORY" && mvn -q -B -ntp -Dquick -DskipTests -pl e2e -am package) >"$TARGET/store-build.log" 2>&1 && touch "$built" ||
    { echo "the emulators do not build: see e2e/target/store-build.log"; return 1; }
}

# store_start DIR: starts the emulator, which has one empty bucket; STORE_ENDPOINT is its address. Nothing without one.
store_start() {
  store_is_emulated || return 0
  store_build || return 1
  local jdk n main
  jdk=$(find_jdk)
  case $SERVER_STORE in
    s3) main=(S3Emulator $STORE_KEY $STORE_SECRET $STORE_NAME) ;;
    gcs) main=(GcsEmulator $STORE_NAME) ;;
    azure) main=(AzureEmulator "$TARGET/azurite" $STORE_NAME) ;;
    *) echo "there is no store '$SERVER_STORE'"; return 1 ;;
  esac
  # Azurite is fetched outside the namespace, which has no way out.
  [ "$SERVER_STORE" != azure ] || [ -e "$TARGET/azurite/node_modules/azurite" ] || ! command -v npm >/dev/null ||
    npm install --no-save --prefix "$TARGET/azurite" azurite@3.35.0 >"$TARGET/azurite.log" 2>&1 || true
  : >"$1/emulator.out"
  if [ "$SERVER_STORE" = s3 ] && [ -n "${E2E_S3:-}" ]; then
    lab_exec bash -c "exec $E2E_S3" >"$1/emulator.out" 2>"$1/emulator.log" &
  else
    lab_exec "$jdk/bin/java" -Xmx1g -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      -cp "$HERE/target/quick/classes:$(<"$HERE/target/quick/class-path")" \
      "dev.zerofs.e2e.${main[0]}" "${main[@]:1}" >"$1/emulator.out" 2>"$1/emulator.log" &
  fi
  STORE_PID=$!
  for ((n = 0; n < 600; n++)); do
    STORE_ENDPOINT=$(grep -o -m 1 -E '(http|skipped:).*' "$1/emulator.out" || true)
    [ -z "$STORE_ENDPOINT" ] || break
    kill -0 "$STORE_PID" 2>/dev/null || break
    sleep 0.1
  done
  case $STORE_ENDPOINT in
    http*) ;;
    skipped:*) echo "$STORE_ENDPOINT"; return 1 ;;
    *) echo "the emulator does not start"; return 1 ;;
  esac
}

# A command of E2E_S3's may have daemons and a directory to tidy up.
store_stop() {
  [ -z "$STORE_PID" ] || lab_end "$STORE_PID" 10 || true
  STORE_PID=
}

# Becomes the server, configured by nothing but the variables. It then serves 127.0.0.1 alone; socat in the same session
# lets the guests reach that, at once: what is larger than its buffer would otherwise wait for a delayed acknowledgement.
store_exec_server() {
  store_exec bash -c 'socat -b 65536 TCP-LISTEN:2049,bind=10.78.0.1,reuseaddr,nodelay,fork TCP:127.0.0.1:2049,nodelay & exec "$0" run' "$REPOSITORY/bin/zerofs"
}

# Becomes another command of the program on the same store.
store_exec_zerofs() { store_exec "$REPOSITORY/bin/zerofs" "$@"; }

store_exec() {
  local variables
  case $SERVER_STORE in
    s3)
      variables=(AWS_ENDPOINT_URL="$STORE_ENDPOINT" AWS_S3_BUCKET=$STORE_NAME AWS_ACCESS_KEY_ID=$STORE_KEY
        AWS_SECRET_ACCESS_KEY=$STORE_SECRET AWS_DEFAULT_REGION=us-east-1 AWS_ALLOW_HTTP=true
        SLATEDB_CACHE_DIR="$SERVER_DIR/cache" SLATEDB_CACHE_SIZE_GB=1)
      ;;
    gcs)
      variables=(ZEROFS_STORE_URL=gs://$STORE_NAME/e2e ZEROFS_GCS_ENDPOINT="$STORE_ENDPOINT" ZEROFS_GCS_ALLOW_HTTP=true
        ZEROFS_GCS_ANONYMOUS=true ZEROFS_CACHE_DIR="$SERVER_DIR/cache" ZEROFS_CACHE_SIZE=1GB)
      ;;
    azure)
      # The emulator's one account and its key, which are the same everywhere.
      variables=(ZEROFS_STORE_URL=azure://$STORE_NAME/e2e ZEROFS_AZURE_ENDPOINT="$STORE_ENDPOINT"
        ZEROFS_AZURE_ALLOW_HTTP=true ZEROFS_AZURE_ACCOUNT=devstoreaccount1
        ZEROFS_AZURE_ACCOUNT_KEY=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==
        ZEROFS_CACHE_DIR="$SERVER_DIR/cache" ZEROFS_CACHE_SIZE=1GB)
      ;;
  esac
  lab_exec env "${SERVER_SETTINGS[@]}" "${variables[@]}" "$@"
}
