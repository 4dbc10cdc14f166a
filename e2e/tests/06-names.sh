# rename, hard and symbolic links, unlink while open, directories, odd names.
"$TOOLS/names" || fail "see the cases above"
