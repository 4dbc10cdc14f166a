#: uses object-store
#: host prepare_tree
#: needs socat socat
#: limit 900
#: store gcs
#: not ganesha has no object store
# The tree on Google Cloud Storage's emulator, the cache directory wiped between the runs of the server.

. "$LIB/guest-tree.sh"
unpack_tree
ask wipe_cache
remount
check_tree "after the cache was wiped"
ask kill
ask start
remount
check_tree "after kill -9"
