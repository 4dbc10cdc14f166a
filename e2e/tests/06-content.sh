# A sparse file of 5 GiB, one as large as can be, truncation, random access, appending, O_SYNC, O_DIRECT, mmap, times.
cases=()
# ext4 below ganesha ends at 16 TiB.
[ "$SERVER_NAME" != ganesha ] || cases=(sparse random-access appending synchronous mapping times late-times)
"$TOOLS/content" "${cases[@]}" || fail "see the cases above"
if [ -n "$LONG" ]; then
  for seed in 1 2 3 4 5 6 7 8; do SEED=$seed "$TOOLS/content" random-access || fail "see the cases above"; done
fi
