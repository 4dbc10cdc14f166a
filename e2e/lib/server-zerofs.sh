# ZeroFS as the server under test, on the embedded default (a directory as the object store) unless a test says
# otherwise by SERVER_STORE.

SERVER_EXPORT=/
SERVER_PORTS=port=2049,mountport=2049
SERVER_PID=
SERVER_SETTINGS=() # more of the environment, NAME=VALUE
SERVER_DESCRIPTORS= # how many files the server may have open
SERVER_SMALL_STORE_MIB=192
SERVER_STOP_SECONDS=10 # what a clean stop may take

server_obstacle() { :; }

# server_init DIR: an empty volume, to be served from DIR.
server_init() {
  SERVER_DIR=$1
  mkdir -p "$1/store" "$1/cache"
  cat >"$1/zerofs.yaml" <<CONF
nfs:
  listen: 0.0.0.0:2049
  squash: none
CONF
}

# Puts the store on a disk of its own that is soon full.
server_small_store() { mount -t tmpfs -o "size=${SERVER_SMALL_STORE_MIB}m" zerofs-e2e "$SERVER_DIR/store"; }

# Gives back what a test's preparation took from the machine.
server_release() { ! mountpoint -q "${SERVER_DIR:-/nonexistent}/store" || umount "$SERVER_DIR/store"; }

server_exec() {
  [ -z "$SERVER_DESCRIPTORS" ] || ulimit -n "$SERVER_DESCRIPTORS"
  lab_exec env "${SERVER_SETTINGS[@]}" "$REPOSITORY/bin/zerofs" run --config "$SERVER_DIR/zerofs.yaml" \
    --store "${SERVER_SCHEME:-file}://$SERVER_DIR/store" --cache "$SERVER_DIR/cache" --durability "${SERVER_DURABILITY:-journal}"
}

server_start() {
  : >"$SERVER_DIR/server.out"
  case ${SERVER_STORE:-file} in
    file) server_exec >"$SERVER_DIR/server.out" 2>>"$SERVER_DIR/server.log" & ;;
    *) store_exec_server >"$SERVER_DIR/server.out" 2>>"$SERVER_DIR/server.log" & ;;
  esac
  SERVER_PID=$!
  local n
  for ((n = 0; n < 600; n++)); do
    [ -s "$SERVER_DIR/server.out" ] && lab_port_open 10.78.0.1 2049 && return
    kill -0 "$SERVER_PID" 2>/dev/null || { echo "the server ended at its start"; tail -3 "$SERVER_DIR/server.log"; return 1; }
    sleep 0.1
  done
  echo "the server does not say that it serves"
  return 1
}

server_stop() {
  local status=0
  lab_end "$SERVER_PID" "$SERVER_STOP_SECONDS" || status=$?
  [ "$status" = 0 ] || { echo "SIGTERM ended the server with status $status instead of 0 within $SERVER_STOP_SECONDS s"; return 1; }
}

server_kill() { lab_kill "$SERVER_PID"; }

# Every object and every byte of the volume, whether the server runs or not.
server_check() {
  case ${SERVER_STORE:-file} in
    file) env "${SERVER_SETTINGS[@]}" "$REPOSITORY/bin/zerofs" fsck --deep --config "$SERVER_DIR/zerofs.yaml" --store "file://$SERVER_DIR/store" 2>&1 ;;
    *) (store_exec_zerofs fsck --deep 2>&1) ;;
  esac
}

# What the volume takes in its store.
server_stored_bytes() { du -sb "$SERVER_DIR/store" | cut -f1; }

# A second server takes the volume over while the first one runs, or is stalled: the first has to end by itself, with a
# status that is neither success nor a signal's. The second one is the server from then on, on the same port.
server_takeover() {
  local first=$SERVER_PID status=0 deadline=$((SECONDS + 60))
  [ "${1:-}" != stalled ] || { kill -STOP -- "-$first" && sleep 6; } # longer than a sign of ownership lasts
  lab_exec "$REPOSITORY/bin/zerofs" run --listen 127.0.0.1:2050 --store "file://$SERVER_DIR/store" \
    --cache "$SERVER_DIR/second-cache" >"$SERVER_DIR/second.out" 2>>"$SERVER_DIR/second.log" &
  local second=$!
  if [ "${1:-}" = stalled ]; then
    while kill -0 "$second" 2>/dev/null && [ ! -s "$SERVER_DIR/second.out" ]; do sleep 0.1; done
    kill -CONT -- "-$first"
  fi
  # The test goes on writing: an idle server asks the store nothing, and so would not notice.
  while kill -0 "$first" 2>/dev/null && [ $SECONDS -le $deadline ]; do sleep 0.1; done
  if kill -0 "$first" 2>/dev/null; then
    echo "the first server goes on after its volume was taken over" >&2
    lab_kill "$second"
    return 1
  fi
  wait "$first" || status=$?
  while kill -0 "$second" 2>/dev/null && [ ! -s "$SERVER_DIR/second.out" ]; do sleep 0.1; done
  lab_end "$second" "$SERVER_STOP_SECONDS" || true
  echo "the first server ended with status $status" >>"$SERVER_DIR/second.log"
  [ "$status" -gt 2 ] && [ "$status" -lt 128 ] || { echo "the replaced server ended with status $status" >&2; return 1; }
  server_start
}

# Fails and prints them if the server logged errors or stack traces without a reason to.
server_complaints() { ! grep -v -E "${SERVER_MAY_LOG:-^$}" "$SERVER_DIR"/*.log | grep -E ' ERROR |^\s+at (dev\.zerofs|java|io\.netty)\.'; }
