#: needs fio fio
# fio's own verification: sequential and random, buffered and direct, read back cold.

size=96m
[ -z "$LONG" ] || size=512m

# verified NAME OPTIONS...: writes with checksums, forgets, and reads everything back against them.
verified() {
  local name=$1
  shift
  step "$name"
  fio --name="$name" --directory="$MNT" --size=$size --verify=crc32c --verify_fatal=1 --verify_state_save=0 --do_verify=0 \
    --end_fsync=1 --thread --ioengine=psync --output="$TMPDIR/fio" "$@" || { cat "$TMPDIR/fio"; fail "$name: writing"; }
  cold
  fio --name="$name" --directory="$MNT" --size=$size --verify=crc32c --verify_fatal=1 --verify_state_save=0 --verify_only \
    --thread --ioengine=psync --output="$TMPDIR/fio" "$@" || { cat "$TMPDIR/fio"; fail "$name: reading back"; }
  grep -E '^ +(READ|WRITE):' "$TMPDIR/fio" || true
  rm -f "$name".*
}

verified sequential --rw=write --bs=1m
verified sequential-direct --rw=write --bs=1m --direct=1
size=24m
[ -z "$LONG" ] || size=128m
verified random --rw=randwrite --bs=4k
verified random-direct --rw=randwrite --bs=8k --direct=1 --numjobs=2

step random-odd-sizes # in one run, because only that knows which of two overlapping writes came last
fio --name=odd --directory="$MNT" --size=$size --rw=randwrite --bsrange=512-150k --bs_unaligned=1 --verify=crc32c --verify_fatal=1 \
  --verify_state_save=0 --thread --ioengine=psync --output="$TMPDIR/fio" || { cat "$TMPDIR/fio"; fail "random-odd-sizes"; }
