#: not ganesha keeps no log whose space it would have to give back
#: setting ZEROFS_RECLAIM_GRACE=3s
#: setting ZEROFS_SEGMENT_SIZE=1MiB
#: setting ZEROFS_MEMTABLE_AGE=5s
#: setting ZEROFS_REPLAY_SEGMENTS=16
#: setting@rocksdb ZEROFS_ROCKSDB_WRITE_BUFFER=4MiB
#: limit 420
# What is overwritten and deleted leaves the store, while the volume is used, checked and killed; and nothing else does.

stored_mib() {
  local told
  ask stored
  told=$(echo "$SHARED"/stored.*)
  echo "${told##*.}"
}

# until_below MIB: waits until the store has less, a minute at most.
until_below() {
  local n
  for ((n = 0; n < 60; n++)); do
    [ "$(stored_mib)" -ge "$1" ] || return 0
    sleep 1
  done
  fail "the store has $(stored_mib) MiB, expected less than $1"
}

step "what stays: files that nobody touches again"
mkdir keep
for n in $(seq 1 40); do head -c 300000 /dev/urandom >keep/$n; done
(cd keep && sha256sum *) >"$SHARED/sums"

step "one file of 32 MiB overwritten from end to end, six times"
for n in 1 2 3 4 5 6; do
  head -c 33554432 /dev/urandom >"$SHARED/content"
  dd if="$SHARED/content" of=hot bs=1M conv=notrunc,fsync status=none
  [ "$n" != 3 ] || { step "a kill in between" && ask kill && ask start; }
done
step "a check beside the running server"
ask check
step "the store shrinks"
until_below 90
remount
cmp hot "$SHARED/content" || fail "the file is not what was written last"

step "a kill while space is given back"
mkdir many
for n in $(seq 1 60); do head -c 1000000 /dev/urandom >many/$n; done
sync
rm -r many
for n in $(seq 1 30); do head -c 500000 /dev/urandom >other-$n; done
ask kill
ask start
rm other-*
ask kill
ask start
until_below 90

step "everything but what stays is deleted"
rm hot
until_below 40
remount
(cd keep && sha256sum --quiet -c "$SHARED/sums") || fail "files that nobody touched have changed"
expect "what is left" keep "$(ls)"
ask check
