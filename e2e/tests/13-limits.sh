#: not ganesha has other limits
#: host server_small_store
#: descriptors 300
#: setting ZEROFS_RECLAIM_GRACE=3s
#: setting ZEROFS_MEMTABLE_AGE=5s
#: setting@rocksdb ZEROFS_ROCKSDB_WRITE_BUFFER=4MiB
# What the server has too little of, files to open and room in its store, costs what needs it; the rest goes on.

step "more connections than the server has files for"
held=()
for n in $(seq 1 250); do
  exec {connection}<>"/dev/tcp/$SERVER/2049" || break
  held+=("$connection")
done
echo "while they are open" >beside
sync beside
remount_with_others() { echo 3 >/proc/sys/vm/drop_caches && cat beside; }
expect "what is read meanwhile" "while they are open" "$(remount_with_others)"
for connection in "${held[@]}"; do exec {connection}>&-; done

step "a store without room"
mkdir kept
for n in $(seq 1 10); do head -c 200000 /dev/urandom >kept/$n; done
(cd kept && sha256sum *) >"$SHARED/sums"
sync
refused "No space left" dd if=/dev/urandom of=big bs=1M count=300 conv=fsync
step "what is there can be read, and deleted"
cold
(cd kept && sha256sum --quiet -c "$SHARED/sums") || fail "a full store changed what was in it"
rm big
step "the room comes back"
for n in $(seq 1 90); do
  ! dd if=/dev/urandom of=again bs=1M count=16 conv=fsync 2>"$SHARED/dd" || break
  sleep 1
done
expect "the size of what was written then" 16777216 "$(stat -c %s again)"
step "all of it is there after a kill"
sha256sum again >"$SHARED/again"
ask kill
ask start
remount
sha256sum --quiet -c "$SHARED/again" || fail "what was stable has changed"
(cd kept && sha256sum --quiet -c "$SHARED/sums") || fail "what was kept has changed"
ask check
