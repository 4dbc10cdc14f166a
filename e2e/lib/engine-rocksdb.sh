# What the engine of the plug-in rocksdb has not: tests that name it (`#: uses PROPERTY`) are skipped for this reason.

ENGINE_LACKS[object-store]="everything is in a database on a local disk"
ENGINE_LACKS[takeover]="a second server is refused while the first one lives"
