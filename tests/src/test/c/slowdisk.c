/*
 * A slow disk, for the bench: preloaded into a box, it makes each flush (fsync, fdatasync) take longer, as a
 * cheap SD card does. The flush is done first, by the real disk; then the calling thread waits.
 *
 * Environment: SLOWDISK_US, what each flush takes longer, microseconds; SLOWDISK_RARE_US, what one in
 * SLOWDISK_RARE_EVERY takes instead. Which one is chosen by a counter's hash: without a pattern, and the same
 * in every run.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static long usual_us, rare_us, rare_every;
static uint64_t flushes;

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? strtol(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void) {
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  usual_us = number("SLOWDISK_US");
  rare_us = number("SLOWDISK_RARE_US");
  rare_every = number("SLOWDISK_RARE_EVERY");
}

/* splitmix64 */
static uint64_t hash(uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

static int slowly(int result) {
  int error = errno;
  uint64_t number = __atomic_fetch_add(&flushes, 1, __ATOMIC_RELAXED);
  long us = rare_every > 0 && hash(number) % (uint64_t)rare_every == 0 ? rare_us : usual_us;
  struct timespec left = {us / 1000000, us % 1000000 * 1000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
  errno = error;
  return result;
}

int fsync(int fd) { return slowly(real_fsync(fd)); }

int fdatasync(int fd) { return slowly(real_fdatasync(fd)); }
