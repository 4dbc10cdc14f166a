# ZeroFS as the server under test, on the embedded default (a directory as the object store) unless a test says
# otherwise by SERVER_STORE=s3.

SERVER_EXPORT=/
SERVER_PORTS=port=2049,mountport=2049
SERVER_PID=
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

server_start() {
  : >"$SERVER_DIR/server.out"
  case ${SERVER_STORE:-file} in
    file)
      lab_exec "$REPOSITORY/bin/zerofs" run --config "$SERVER_DIR/zerofs.yaml" --store "file://$SERVER_DIR/store" \
        --cache "$SERVER_DIR/cache" --durability "${SERVER_DURABILITY:-journal}" \
        >"$SERVER_DIR/server.out" 2>>"$SERVER_DIR/server.log" &
      ;;
    s3) s3_exec_server >"$SERVER_DIR/server.out" 2>>"$SERVER_DIR/server.log" & ;;
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
