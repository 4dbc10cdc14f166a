# The lab: a network namespace and User-mode Linux guests in it, which mount the server under test with the
# kernel's own NFS client. Sourced by e2e/run and benchmarks/run.
#
# Guest N (0, 1, ...) has a tap device and the address 10.78.N.2; the server is 10.78.N.1 to it. A guest's root is
# this machine's file system, so every tool installed here is there; /run and /dev/shm are its own.
#
# A script in a guest may ask this side for something (kill the server, start it again): it creates the file
# $ASK/<number>.<verb> and waits for <number>.done or <number>.failed; lab_attend answers with a function
# lab_verb_<verb>. Names carry the message because a guest's file contents reach the host late, its names at once.

LAB_NS=zerofs-lab-$$
LAB_LIB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB_UP=
declare -A LAB_GUESTS=() # client number -> process id

# Prints why guests cannot run on this machine; prints nothing where they can.
lab_obstacle() {
  [ "$(uname -s)" = Linux ] || { echo "this is not Linux"; return; }
  [ "$(id -u)" = 0 ] || { echo "this needs root (network namespaces, tap devices)"; return; }
  local tool package
  while read -r tool package; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install $package"; return; }
  done <<<'linux.uml user-mode-linux
mount.nfs nfs-common
ip iproute2
modprobe kmod
setsid util-linux
gcc gcc libc6-dev'
  [ -e /dev/net/tun ] || { echo "there is no /dev/net/tun for tap devices"; return; }
  ip netns add "$LAB_NS" 2>/dev/null || { echo "network namespaces cannot be made here"; return; }
  ip netns del "$LAB_NS"
}

# lab_up CLIENTS: makes the namespace with a tap device for each client, and what guests need to run on new processors.
lab_up() {
  LAB_XSTATE=$TARGET/xstate.so
  [ "$LAB_XSTATE" -nt "$LAB_LIB/xstate.c" ] ||
    gcc -std=gnu17 -O2 -Wall -Wextra -shared -fPIC -o "$LAB_XSTATE" "$LAB_LIB/xstate.c"
  ip netns add "$LAB_NS"
  LAB_UP=yes
  ip -n "$LAB_NS" link set lo up
  local n
  for ((n = 0; n < $1; n++)); do
    ip -n "$LAB_NS" tuntap add "tap$n" mode tap
    ip -n "$LAB_NS" addr add "10.78.$n.1/24" dev "tap$n"
    ip -n "$LAB_NS" link set "tap$n" up
    # The guest's network device can miss a wake-up; a short retransmission timer keeps that from costing 200 ms.
    ip -n "$LAB_NS" route change "10.78.$n.0/24" dev "tap$n" proto kernel scope link src "10.78.$n.1" rto_min 5ms
  done
}

# Ends the guests that still run and removes the namespace.
lab_down() {
  local n
  for n in "${!LAB_GUESTS[@]}"; do lab_guest_end "$n"; done
  [ -z "$LAB_UP" ] || ip netns del "$LAB_NS" 2>/dev/null || true
  LAB_UP=
}

# lab_exec COMMAND...: becomes COMMAND inside the namespace, in a session of its own.
lab_exec() { exec setsid ip netns exec "$LAB_NS" "$@"; }

# lab_end PID [SECONDS]: SIGTERM to a process started by lab_exec, SIGKILL after the time; its exit status.
lab_end() {
  local status=0 deadline=$((SECONDS + ${2:-10}))
  kill -TERM "$1" 2>/dev/null || true
  while kill -0 "$1" 2>/dev/null && [ $SECONDS -le $deadline ]; do sleep 0.05; done
  kill -KILL -- "-$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || status=$?
  return $status
}

lab_kill() { kill -KILL -- "-$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }

# lab_port_open ADDRESS PORT: whether somebody listens there, seen from inside the namespace.
lab_port_open() {
  ip netns exec "$LAB_NS" timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null
}

# lab_guest CLIENT DIR MEMORY LIMIT_SECONDS SCRIPT [NAME=VALUE]...: boots a guest which mounts the export and runs
# SCRIPT there. DIR gets the console's log and `status`, the script's exit status. $LAB_PIN, if set, runs in front.
lab_guest() {
  local client=$1 dir=$2 memory=$3 limit=$4 script=$5 setting
  shift 5
  mkdir -p "$dir/modules/lib" "$dir/uml"
  rm -f "$dir/status"
  ln -sfn /usr/lib/uml/modules "$dir/modules/lib/modules"
  {
    printf 'export CLIENT=%q SERVER=%q DIR=%q SCRIPT=%q LIB=%q\n' \
      "$client" "10.78.$client.1" "$dir" "$script" "$LAB_LIB"
    for setting in "$@"; do printf 'export %s=%q\n' "${setting%%=*}" "${setting#*=}"; done
  } >"$dir/job"
  # A process namespace of its own: User-mode Linux is many host processes, and all go with the first.
  # shellcheck disable=SC2086
  setsid timeout --foreground -s KILL "$limit" ip netns exec "$LAB_NS" ${LAB_PIN:-} \
    unshare --pid --fork --kill-child env "LD_PRELOAD=$LAB_XSTATE" linux.uml "mem=$memory" rootfstype=hostfs rootflags=/ \
    rw quiet loglevel=1 \
    "uml_dir=$dir/uml" umid=guest "init=$LAB_LIB/guest-init" "job=$dir/job" \
    "vec0:transport=tap,ifname=tap$client,depth=128,gro=1" con=null con0=null,fd:1 \
    </dev/null >"$dir/console" 2>&1 &
  LAB_GUESTS[$client]=$!
}

lab_guest_end() {
  kill -KILL -- "-${LAB_GUESTS[$1]}" 2>/dev/null || true
  wait "${LAB_GUESTS[$1]}" 2>/dev/null || true
  unset "LAB_GUESTS[$1]"
}

# lab_attend ASK: answers the guests' requests until all guests have gone.
lab_attend() {
  local request name running=yes n
  while [ -n "$running" ]; do
    running=
    for n in "${!LAB_GUESTS[@]}"; do
      if kill -0 "${LAB_GUESTS[$n]}" 2>/dev/null; then running=yes; else lab_guest_end "$n"; fi
    done
    for request in "$1"/*.ask; do
      [ -e "$request" ] || continue
      name=$(basename "$request" .ask)
      mv "$request" "$request.seen"
      if "lab_verb_${name#*.}"; then : >"$1/${name%%.*}.done"; else : >"$1/${name%%.*}.failed"; fi
    done
    sleep 0.05
  done
}
