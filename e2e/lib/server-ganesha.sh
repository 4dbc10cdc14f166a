# nfs-ganesha over a local directory as the server under test: the yardstick of the benchmarks, and what the tests
# themselves are tested against.

SERVER_EXPORT=
SERVER_PORTS=port=2049,mountport=20048
SERVER_PID=

server_release() { :; }

server_obstacle() {
  command -v ganesha.nfsd >/dev/null || echo "ganesha.nfsd is missing: apt-get install nfs-ganesha nfs-ganesha-vfs"
}

# server_init DIR: an empty volume, to be served from DIR.
server_init() {
  SERVER_DIR=$1
  SERVER_EXPORT=$1/export
  mkdir -p "$SERVER_EXPORT" "$1/recovery"
  cat >"$1/ganesha.conf" <<CONF
NFS_CORE_PARAM {
  Protocols = 3; NFS_Port = 2049; MNT_Port = 20048; NLM_Port = 20049; Rquota_Port = 20050;
  Enable_NLM = false; Enable_RQUOTA = false; Enable_UDP = false; Plugins_Dir = "$(dirname "$(find /usr/lib -name libfsalvfs.so | head -1)")";
}
NFSv4 { RecoveryRoot = "$1/recovery"; Graceless = true; }
EXPORT {
  Export_Id = 1; Path = "$SERVER_EXPORT"; Pseudo = /e2e; Protocols = 3; Transports = TCP;
  Access_Type = RW; Squash = None; SecType = sys; MaxRead = 1048576; MaxWrite = 1048576; PrefRead = 1048576; PrefWrite = 1048576;
  FSAL { Name = VFS; }
}
LOG { Default_Log_Level = EVENT; }
CONF
}

server_start() {
  # It insists on registering with a portmapper, whose socket is found under /run: both get a /run of their own.
  # shellcheck disable=SC2016
  lab_exec unshare --mount bash -c 'mount -t tmpfs tmpfs /run && { rpcbind -f & } && sleep 0.2
    exec ganesha.nfsd -F -f "$0/ganesha.conf" -L "$0/server.log" -p /run/ganesha.pid' "$SERVER_DIR" \
    >>"$SERVER_DIR/server.out" 2>&1 &
  SERVER_PID=$!
  local n
  for ((n = 0; n < 300; n++)); do
    kill -0 "$SERVER_PID" 2>/dev/null || { echo "ganesha ended at its start"; return 1; }
    lab_port_open 10.78.0.1 2049 && lab_port_open 10.78.0.1 20048 && return
    sleep 0.1
  done
  echo "ganesha does not listen"
  return 1
}

server_stop() { lab_end "$SERVER_PID" 20 || true; }
server_kill() { lab_kill "$SERVER_PID"; }
server_complaints() { :; }

# Its volume is a directory of the host's file system.
server_check() { :; }
server_stored_bytes() { du -sb "$SERVER_DIR" | cut -f1; }
