# What a test script finds in its guest, beside the variables of its job:
#   MNT       the mount, which is the working directory       SERVER    the server's address
#   DIR       this guest's directory on the host              SHARED    a directory of all guests of the test
#   TOOLS     the compiled tools                              CLIENT    0, 1, ...
#   OPTIONS   the mount options                               EXPORT    the path to mount

MNT=/run/mnt

# attach [OPTIONS [PATH [DIRECTORY]]]: mounts.
attach() {
  mkdir -p "${3:-$MNT}"
  timeout 60 mount -t nfs -o "${1:-$OPTIONS}" "$SERVER:${2:-$EXPORT}" "${3:-$MNT}" || { echo "mount failed"; return 1; }
}

# Unmounts and mounts again: what follows asks the server, not this client's caches.
remount() {
  cd /
  umount "$MNT"
  attach
  cd "$MNT"
}

# cold: drops this client's caches without unmounting.
cold() {
  sync
  echo 3 >/proc/sys/vm/drop_caches
}

# ask VERB: has the host do something (kill, start, stop, restart the server) and waits until it is done.
ask() {
  local number=$CLIENT-$BASHPID-$RANDOM$RANDOM
  : >"$ASK/$number.$1.ask"
  until [ -e "$ASK/$number.done" ]; do
    [ ! -e "$ASK/$number.failed" ] || fail "the host could not '$1'"
    sleep 0.05
  done
}

# meet NAME: waits until every client of the test has come here.
meet() {
  local n
  : >"$SHARED/meet.$1.$CLIENT"
  for ((n = 0; n < CLIENTS; n++)); do
    until [ -e "$SHARED/meet.$1.$n" ]; do sleep 0.02; done
  done
}

fail() {
  echo "failed: $*"
  exit 1
}

# skip REASON: ends the test as one that cannot be run here.
skip() {
  echo "skipped: $*"
  exit 77
}

# expect WHAT WANTED GOT
expect() { [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"; }

# within WHAT LOW HIGH GOT
within() { [ "$4" -ge "$2" ] && [ "$4" -le "$3" ] || fail "$1: expected $2 to $3, got $4"; }

# refused ERROR COMMAND...: COMMAND has to fail and to say ERROR.
refused() {
  local wanted=$1 said
  shift
  ! said=$("$@" 2>&1) || fail "'$*' was not refused"
  [[ $said == *"$wanted"* ]] || fail "'$*' was refused with '$said', expected '$wanted'"
}

# step TEXT: says in the log where the time goes.
step() { printf '%7.1f s  %s\n' "$(cut -d' ' -f1 /proc/uptime)" "$*"; }
