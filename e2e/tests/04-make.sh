#: needs make make
# A C program of many files is compiled with make -j2 on the mount, runs, and make's idea of what is new is right.

modules=8
[ -z "$LONG" ] || modules=60
mkdir src
cd src
printf '#include <stdint.h>\nuint64_t value(int);\n' >common.h
for ((n = 0; n < modules; n++)); do
  printf '#include "common.h"\nuint64_t value_%d(uint64_t x) { for (int i = 0; i < %d; i++) x = x * 6364136223846793005u + %d; return x; }\n' \
    "$n" $((n + 3)) "$n" >"module_$n.c"
done
{
  echo '#include "common.h"'
  echo '#include <stdio.h>'
  for ((n = 0; n < modules; n++)); do echo "uint64_t value_$n(uint64_t);"; done
  echo 'int main(void) { uint64_t x = 1;'
  for ((n = 0; n < modules; n++)); do echo "x = value_$n(x);"; done
  echo 'printf("%016lx\n", (unsigned long)x); return 0; }'
} >main.c
printf 'OBJECTS := $(patsubst %%.c,%%.o,$(wildcard *.c))\nprogram: $(OBJECTS)\n\t$(CC) -o $@ $(OBJECTS)\n%%.o: %%.c common.h\n\t$(CC) -O1 -c -o $@ $<\n' >Makefile
step "make -j2"
make -s -j2
step "run"
got=$(./program)
# The same program, compiled where no NFS is.
cat ./*.c | gcc -O1 -o "$TMPDIR/program" -I. -x c -
expect "output" "$("$TMPDIR/program")" "$got"
make -q || fail "make finds something to do after having done everything"
step "change one file"
sed -i 's/x = 1;/x = 2;/' main.c
expect "files compiled again" 1 "$(make | grep -c -- '-O1 -c')"
[ "$(./program)" != "$got" ] || fail "the program is the old one"
make -q || fail "make finds something to do after having done everything"
step "after remounting"
remount
cd src
make -q || fail "make finds something to do after remounting"
make -s clean 2>/dev/null || rm -f ./*.o program
make -s -j2
[ "$(./program)" != "$got" ] || fail "the program is the old one"
