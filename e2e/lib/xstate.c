// Lets User-mode Linux run on processors whose extended state is larger than it knows of (AMX: 11,008 bytes, where
// it has room for 2,696). The kernel refuses to set a part of that state (ptrace(2), PTRACE_SETREGSET): the guest's
// first process then dies of a fatal signal. Preloaded, this sets the part together with the rest as it is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

typedef long (*ptrace_call)(enum __ptrace_request, ...);

static ptrace_call real_ptrace;

// Not on the stack: the kernel that calls this has small ones. It is one thread.
static char whole[64 << 10] __attribute__((aligned(64)));

__attribute__((constructor)) static void find_ptrace(void) {
  real_ptrace = (ptrace_call)dlsym(RTLD_NEXT, "ptrace");
}

static long set_part(pid_t pid, void *kind, struct iovec *part) {
  struct iovec all = {whole, sizeof whole};
  if (real_ptrace(PTRACE_GETREGSET, pid, kind, &all) < 0 || all.iov_len < part->iov_len) return -1;
  memcpy(whole, part->iov_base, part->iov_len);
  return real_ptrace(PTRACE_SETREGSET, pid, kind, &all);
}

long ptrace(enum __ptrace_request request, ...) {
  va_list arguments;
  va_start(arguments, request);
  pid_t pid = va_arg(arguments, pid_t);
  void *address = va_arg(arguments, void *);
  void *data = va_arg(arguments, void *);
  va_end(arguments);
  long result = real_ptrace(request, pid, address, data);
  if (result < 0 && request == PTRACE_SETREGSET && address == (void *)NT_X86_XSTATE) {
    return set_part(pid, address, data);
  }
  return result;
}
