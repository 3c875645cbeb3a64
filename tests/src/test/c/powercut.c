/*
 * A disk that forgets, for the fault tests: preloaded into a box, it keeps a second copy of one folder,
 * the mirror, which holds what a power cut at this moment would leave and nothing more.
 *
 * The model, pessimistic and legal by POSIX and by what SQLite asks of a file system:
 *
 *   - What was written reaches the mirror when the same file is flushed (fsync, fdatasync), page by page
 *     of 4096 bytes; what was never flushed never does. A file's size goes with its pages.
 *   - A new file has a name once it, or its folder, was flushed. If only the folder was: the name of an
 *     empty file. A new folder has one once the folder that it is in was flushed; until then, whatever was
 *     flushed in it hangs in the air: the mirror has it, with a file ".unflushed" beside it, and a cut takes
 *     all of it.
 *   - POWERCUT_NAMES=late (or unset): unlink and rename reach the mirror when the folder is flushed.
 *     POWERCUT_NAMES=early: at once. Both are legal, and different mistakes show under each.
 *   - A flush that failed is the end of what it was to flush, as on Linux: the pages count as clean, the
 *     page cache goes on showing them, the next flush says "done" without them, and only writing them again
 *     saves them. The list of such pages outlives the process, as the page cache does.
 *   - What an earlier process left unflushed in the folder counts as written, not flushed.
 *   - Memory maps are not seen: SQLite's -shm need not survive, and nothing else of ours is mapped.
 *   - One folder and all folders in it, named by an absolute path without links. Links in it are not seen.
 *
 * Environment: POWERCUT_FOLDER, POWERCUT_MIRROR, POWERCUT_LOST (a folder beside the mirror for the pages
 * that failed), POWERCUT_CONTROL (a file, read at each write and flush; it may come and go), POWERCUT_LOG
 * (a line for each flush), POWERCUT_SLOW_WAL_US (each write to a -wal takes so much longer).
 *
 * The control file holds one line; NAME is the path in the folder:
 *   full                    writes beyond a file's end fail with ENOSPC, although statvfs sees room
 *   room BYTES              the folder's files, without those of folders in it, have so many bytes together:
 *                           what goes beyond fails with ENOSPC, and statvfs tells what is left
 *   stall NAME              flushes of NAME do not come back until the line is gone
 *   read-only               opening for writing, chmod, unlink and rename fail with EROFS
 *   fail-sync NAME          the next flush of NAME fails with EIO; once for a process
 *   kill-before-sync NAME   the process is killed in place of the next flush of NAME
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#define PAGE 4096
#define FDS 65536
#define FILES 8192
#define NAME 512
#define PATH 4096
#define UNFLUSHED ".unflushed"

enum page { CLEAN, DIRTY, LOST };

struct file {
  char name[NAME]; /* its path in the folder */
  char mirrored_as[NAME]; /* empty: the mirror does not have it */
  int is_folder;
  ino_t inode;
  int linked;
  unsigned char *page;
  size_t pages;
};

static struct file files[FILES];
static int file_count;
static struct file the_folder; /* stands for the folder itself, by the name "", in the table of descriptors */
static struct file *opened[FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const char *folder, *mirror, *lost, *control, *log_file;
static int names_early, ready, sync_has_failed;
static long slow_wal_us;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_mkdir)(const char *, mode_t);
static int (*real_chmod)(const char *, mode_t);
static int (*real_fchmodat)(int, const char *, mode_t, int);
static int (*real_statvfs)(const char *, struct statvfs *);

__attribute__((constructor)) static void begin(void) {
  if (ready) return;
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_write = dlsym(RTLD_NEXT, "write");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_mkdir = dlsym(RTLD_NEXT, "mkdir");
  real_chmod = dlsym(RTLD_NEXT, "chmod");
  real_fchmodat = dlsym(RTLD_NEXT, "fchmodat");
  real_statvfs = dlsym(RTLD_NEXT, "statvfs");
  folder = getenv("POWERCUT_FOLDER");
  mirror = getenv("POWERCUT_MIRROR");
  lost = getenv("POWERCUT_LOST");
  control = getenv("POWERCUT_CONTROL");
  log_file = getenv("POWERCUT_LOG");
  const char *names = getenv("POWERCUT_NAMES");
  names_early = names && strcmp(names, "early") == 0;
  const char *slow = getenv("POWERCUT_SLOW_WAL_US");
  slow_wal_us = slow ? atol(slow) : 0;
  the_folder.linked = the_folder.is_folder = 1;
  ready = 1;
}

/* A model that cannot be kept up must not look like one that was. */
static void give_up(const char *what) {
  fprintf(stderr, "powercut: %s: %s\n", what, strerror(errno));
  abort();
}

static void note(const char *format, ...) {
  if (!log_file) return;
  char line[PATH];
  va_list values;
  va_start(values, format);
  int n = vsnprintf(line, sizeof line - 1, format, values);
  va_end(values);
  line[n++] = '\n';
  int fd = real_open(log_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd >= 0) {
    if (real_write(fd, line, n) != n) give_up("the log");
    real_close(fd);
  }
}

/* Whether the control file says `verb`, of this file if it names one. */
static int told(const char *verb, const char *name) {
  if (!control) return 0;
  int saved = errno;
  int fd = real_open(control, O_RDONLY | O_CLOEXEC);
  char line[PATH] = "";
  if (fd >= 0) {
    ssize_t n = read(fd, line, sizeof line - 1);
    line[n < 0 ? 0 : n] = 0;
    real_close(fd);
  }
  errno = saved;
  char said[64] = "", of[NAME] = "";
  sscanf(line, "%63s %511s", said, of);
  return strcmp(said, verb) == 0 && (of[0] == 0 || strcmp(of, name) == 0);
}

static long long bytes_in_folder(void);

/* What is left of the bytes that the control file grants; -1 when it grants no number of them. */
static long long left(void) {
  if (!control || !folder) return -1;
  int saved = errno;
  int fd = real_open(control, O_RDONLY | O_CLOEXEC);
  char line[PATH] = "";
  if (fd >= 0) {
    ssize_t n = read(fd, line, sizeof line - 1);
    line[n < 0 ? 0 : n] = 0;
    real_close(fd);
  }
  long long granted = -1;
  if (sscanf(line, "room %lld", &granted) == 1) {
    long long used = bytes_in_folder();
    granted = used > granted ? 0 : granted - used;
  }
  errno = saved;
  return granted;
}

static char *join(char *to, const char *where, const char *name) {
  if (snprintf(to, PATH, "%s/%s", where, name) >= PATH) give_up("a path is too long");
  return to;
}

/* The path of something in the folder; "" is the folder itself; NULL is elsewhere. */
static const char *name_in_folder(const char *path) {
  if (!folder || !path) return NULL;
  size_t n = strlen(folder);
  if (strncmp(path, folder, n) != 0) return NULL;
  if (path[n] == 0) return path + n;
  if (path[n] != '/') return NULL;
  const char *name = path + n + 1;
  return strlen(name) < NAME - sizeof UNFLUSHED ? name : NULL;
}

/* How long the part of a name is that names the folder which it is in; 0 for the folder itself. */
static size_t folder_part(const char *name) {
  const char *slash = strrchr(name, '/');
  return slash ? (size_t)(slash - name) : 0;
}

/* Whether something of this name is right in the folder of that name. */
static int is_in(const char *name, const char *where) {
  size_t n = folder_part(name);
  return name[0] && n == strlen(where) && strncmp(name, where, n) == 0;
}

static int ends_with(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

static void grow(struct file *f, size_t pages) {
  if (pages <= f->pages) return;
  size_t room = pages + 256;
  f->page = realloc(f->page, room);
  if (!f->page) give_up("memory");
  memset(f->page + f->pages, CLEAN, room - f->pages);
  f->pages = room;
}

static void mark(struct file *f, off64_t from, off64_t to) {
  if (to <= from) return;
  size_t first = from / PAGE, last = (to - 1) / PAGE;
  grow(f, last + 1);
  memset(f->page + first, DIRTY, last - first + 1);
}

static struct file *named(const char *name) {
  for (int i = 0; i < file_count; i++)
    if (files[i].linked && strcmp(files[i].name, name) == 0) return &files[i];
  return NULL;
}

/* Where it is remembered which pages of a file were lost: one folder for all. */
static char *lost_of(char *path, struct file *f) {
  char flat[NAME];
  strcpy(flat, f->name);
  for (char *c = flat; *c; c++)
    if (*c == '/') *c = '%';
  return join(path, lost, flat);
}

static void save_lost(struct file *f) {
  char path[PATH];
  if (!lost) return;
  FILE *out = fopen(lost_of(path, f), "w");
  if (!out) give_up(path);
  for (size_t p = 0; p < f->pages; p++)
    if (f->page[p] == LOST) fprintf(out, "%zu\n", p);
  fclose(out);
}

static void load_lost(struct file *f) {
  char path[PATH];
  if (!lost) return;
  FILE *in = fopen(lost_of(path, f), "r");
  if (!in) return;
  size_t p;
  while (fscanf(in, "%zu", &p) == 1)
    if (p < f->pages) f->page[p] = LOST;
  fclose(in);
}

/* A descriptor of a file in the folder: the file that it is of, new or known. */
static struct file *track(int fd, const char *name) {
  struct stat64 is;
  if (fstat64(fd, &is) != 0) return NULL;
  if (S_ISDIR(is.st_mode) && !name[0]) return &the_folder;
  if (!S_ISDIR(is.st_mode) && !S_ISREG(is.st_mode)) return NULL;
  struct file *f = named(name);
  if (f && f->inode == is.st_ino) return f;
  if (f) f->linked = 0;
  if (file_count == FILES) give_up("too many files");
  f = &files[file_count++];
  snprintf(f->name, sizeof f->name, "%s", name);
  f->inode = is.st_ino;
  f->linked = 1;
  f->is_folder = S_ISDIR(is.st_mode);
  if (f->is_folder) {
    strcpy(f->mirrored_as, name);
  } else if (is.st_size > 0) {
    /* Of an earlier process: nobody knows what was flushed of it. */
    char path[PATH];
    mark(f, 0, is.st_size);
    load_lost(f);
    if (access(join(path, mirror, name), F_OK) == 0) strcpy(f->mirrored_as, name);
  }
  return f;
}

static struct file *file_of(int fd) {
  return fd >= 0 && fd < FDS ? opened[fd] : NULL;
}

/* The mirror has this folder, as one that a cut takes. Those above it as well. */
static void hang_folder(const char *name) {
  char path[PATH], marker[PATH];
  if (!name[0] || access(join(path, mirror, name), F_OK) == 0) return;
  char above[NAME];
  snprintf(above, sizeof above, "%.*s", (int)folder_part(name), name);
  hang_folder(above);
  if (real_mkdir(path, 0700) != 0) give_up(path);
  int fd = real_open(join(marker, path, UNFLUSHED), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) give_up(marker);
  real_close(fd);
}

/* The name of a folder is flushed. */
static void keep_folder(const char *name) {
  char path[PATH], marker[PATH];
  hang_folder(name);
  real_unlink(join(marker, join(path, mirror, name), UNFLUSHED));
}

/* What was written is flushed: brings it over. */
static void bring_over(struct file *f, int fd) {
  char path[PATH], page[PAGE];
  struct stat64 is;
  if (!f->linked) return;
  char where[NAME];
  snprintf(where, sizeof where, "%.*s", (int)folder_part(f->name), f->name);
  hang_folder(where);
  if (!f->mirrored_as[0]) {
    /* Another file of this name may stand there, whose end was not flushed. */
    real_unlink(join(path, mirror, f->name));
    strcpy(f->mirrored_as, f->name);
  }
  int to = real_open(join(path, mirror, f->mirrored_as), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (to < 0 || fstat64(fd, &is) != 0) give_up(path);
  /* A descriptor that cannot read. One that is opened and closed here would drop SQLite's locks, so the
   * caller's own is used wherever it can be. */
  int from = fd;
  if (pread64(fd, page, 1, 0) < 0 && errno == EBADF) {
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    from = real_open(self, O_RDONLY | O_CLOEXEC);
    if (from < 0) give_up(self);
  }
  size_t count = 0;
  for (size_t p = 0; p < f->pages; p++) {
    if (f->page[p] != DIRTY) continue;
    f->page[p] = CLEAN;
    ssize_t n = pread64(from, page, PAGE, (off64_t)p * PAGE);
    if (n < 0 || (n > 0 && real_pwrite(to, page, n, (off64_t)p * PAGE) != n)) give_up(path);
    count++;
  }
  if (real_ftruncate(to, is.st_size) != 0) give_up(path);
  if (from != fd) real_close(from);
  real_close(to);
  note("sync %s %zu", f->name, count);
}

/* A folder is flushed, or names are early: the mirror has the names that it has. */
static void bring_names_over(const char *where) {
  char path[PATH], other[PATH], here[PATH], there[PATH], name[NAME];
  struct stat64 is;
  hang_folder(where);
  for (int i = 0; i < file_count; i++) {
    struct file *f = &files[i];
    if (f->is_folder || !f->linked || !is_in(f->name, where) || strcmp(f->mirrored_as, f->name) == 0)
      continue;
    if (f->mirrored_as[0]) {
      if (real_rename(join(path, mirror, f->mirrored_as), join(other, mirror, f->name)) != 0)
        give_up(path);
    } else {
      int fd = real_open(join(path, mirror, f->name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
      if (fd < 0) give_up(path);
      real_close(fd);
    }
    strcpy(f->mirrored_as, f->name);
  }
  join(here, folder, where);
  join(there, mirror, where);
  DIR *all = opendir(there);
  if (!all) give_up(there);
  struct dirent *entry;
  while ((entry = readdir(all)))
    if (entry->d_name[0] != '.' && access(join(path, here, entry->d_name), F_OK) != 0)
      real_unlink(join(other, there, entry->d_name));
  closedir(all);
  all = opendir(here);
  if (!all) give_up(here);
  while ((entry = readdir(all))) {
    if (entry->d_name[0] == '.' || stat64(join(path, here, entry->d_name), &is) != 0) continue;
    int n = snprintf(name, sizeof name, "%s%s%s", where, where[0] ? "/" : "", entry->d_name);
    if (S_ISDIR(is.st_mode) && n < NAME) keep_folder(name);
  }
  closedir(all);
  note(where[0] ? "names %s" : "names", where);
}

/* The names in the folder that this one is in. */
static void bring_names_beside(const char *name) {
  char where[NAME];
  snprintf(where, sizeof where, "%.*s", (int)folder_part(name), name);
  bring_names_over(where);
}

/* ---- what the box calls ------------------------------------------------------------------------------- */

static int opening(const char *path, int flags, mode_t mode) {
  begin();
  const char *name = name_in_folder(path);
  if (!name) return real_open(path, flags, mode);
  if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && told("read-only", name)) {
    errno = EROFS;
    return -1;
  }
  pthread_mutex_lock(&lock);
  int fd = real_open(path, flags, mode);
  if (fd >= 0 && fd < FDS) {
    opened[fd] = track(fd, name);
    if (opened[fd] && (flags & O_TRUNC) && !opened[fd]->is_folder)
      memset(opened[fd]->page, CLEAN, opened[fd]->pages);
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

int open(const char *path, int flags, ...) {
  va_list values;
  va_start(values, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(values, mode_t) : 0;
  va_end(values);
  return opening(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list values;
  va_start(values, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(values, mode_t) : 0;
  va_end(values);
  return opening(path, flags, mode);
}

int close(int fd) {
  begin();
  if (file_of(fd)) opened[fd] = NULL;
  return real_close(fd);
}

static long long bytes_in_folder(void) {
  char path[PATH];
  long long sum = 0;
  DIR *all = opendir(folder);
  if (!all) return 0;
  struct dirent *entry;
  struct stat64 is;
  while ((entry = readdir(all)))
    if (stat64(join(path, folder, entry->d_name), &is) == 0 && S_ISREG(is.st_mode)) sum += is.st_size;
  closedir(all);
  return sum;
}

/* Whether a write of `length` bytes at `at` finds no room. */
static int no_room(struct file *f, int fd, off64_t at, size_t length) {
  struct stat64 is;
  if (fstat64(fd, &is) != 0 || at + (off64_t)length <= is.st_size) return 0;
  if (!told("full", f->name)) {
    long long room = left();
    if (room < 0 || at + (long long)length - is.st_size <= room) return 0;
  }
  note("full %s", f->name);
  errno = ENOSPC;
  return 1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  begin();
  struct file *f = file_of(fd);
  if (!f) return real_pwrite(fd, bytes, length, at);
  if (slow_wal_us && ends_with(f->name, "-wal")) usleep(slow_wal_us);
  pthread_mutex_lock(&lock);
  ssize_t n = no_room(f, fd, at, length) ? -1 : real_pwrite(fd, bytes, length, at);
  if (n > 0) mark(f, at, at + n);
  pthread_mutex_unlock(&lock);
  return n;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  return pwrite64(fd, bytes, length, at);
}

static void mark_behind(struct file *f, int fd, ssize_t n) {
  off64_t end = lseek64(fd, 0, SEEK_CUR);
  if (n > 0 && end >= n) mark(f, end - n, end);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  begin();
  struct file *f = file_of(fd);
  if (!f) return real_write(fd, bytes, length);
  pthread_mutex_lock(&lock);
  ssize_t n = no_room(f, fd, lseek64(fd, 0, SEEK_CUR), length) ? -1 : real_write(fd, bytes, length);
  mark_behind(f, fd, n);
  pthread_mutex_unlock(&lock);
  return n;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  begin();
  struct file *f = file_of(fd);
  if (!f) return real_writev(fd, parts, count);
  pthread_mutex_lock(&lock);
  ssize_t n = no_room(f, fd, lseek64(fd, 0, SEEK_CUR), 1) ? -1 : real_writev(fd, parts, count);
  mark_behind(f, fd, n);
  pthread_mutex_unlock(&lock);
  return n;
}

int ftruncate64(int fd, off64_t size) {
  begin();
  struct file *f = file_of(fd);
  if (!f) return real_ftruncate(fd, size);
  pthread_mutex_lock(&lock);
  int done = no_room(f, fd, size, 0) ? -1 : real_ftruncate(fd, size);
  if (done == 0) {
    size_t kept = (size + PAGE - 1) / PAGE;
    for (size_t p = kept; p < f->pages; p++) f->page[p] = CLEAN;
    if (size % PAGE) mark(f, size - 1, size);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int flush(int fd, int (*real)(int)) {
  struct file *f = file_of(fd);
  if (!f) return real(fd);
  while (told("stall", f->name)) usleep(10000);
  /* Nobody writes meanwhile: what comes after the flush began is not of it. */
  pthread_mutex_lock(&lock);
  if (told("kill-before-sync", f->name)) {
    note("killed before sync %s", f->name);
    kill(getpid(), SIGKILL);
    pause();
  }
  if (sync_has_failed) note("sync after failure %s", f->name);
  int done;
  if (!sync_has_failed && told("fail-sync", f->name)) {
    sync_has_failed = 1;
    for (size_t p = 0; p < f->pages; p++)
      if (f->page[p] == DIRTY) f->page[p] = LOST;
    save_lost(f);
    note("sync failed %s", f->name);
    errno = EIO;
    done = -1;
  } else {
    done = real(fd);
    int saved = errno;
    if (done == 0) {
      if (f->is_folder)
        bring_names_over(f->name);
      else
        bring_over(f, fd);
    }
    errno = saved;
  }
  pthread_mutex_unlock(&lock);
  return done;
}

int fsync(int fd) {
  begin();
  return flush(fd, real_fsync);
}

int fdatasync(int fd) {
  begin();
  return flush(fd, real_fdatasync);
}

int unlink(const char *path) {
  begin();
  const char *name = name_in_folder(path);
  if (!name) return real_unlink(path);
  if (told("read-only", name)) {
    errno = EROFS;
    return -1;
  }
  pthread_mutex_lock(&lock);
  int done = real_unlink(path);
  int saved = errno;
  if (done == 0) {
    struct file *f = named(name);
    if (f) f->linked = 0;
    if (names_early) bring_names_beside(name);
  }
  errno = saved;
  pthread_mutex_unlock(&lock);
  return done;
}

int rename(const char *from, const char *to) {
  begin();
  const char *old_name = name_in_folder(from), *new_name = name_in_folder(to);
  if (!old_name || !new_name) return real_rename(from, to);
  if (told("read-only", old_name)) {
    errno = EROFS;
    return -1;
  }
  pthread_mutex_lock(&lock);
  int done = real_rename(from, to);
  int saved = errno;
  if (done == 0) {
    struct file *replaced = named(new_name), *f = named(old_name);
    if (replaced) replaced->linked = 0;
    if (f) snprintf(f->name, sizeof f->name, "%s", new_name);
    if (names_early) {
      bring_names_beside(old_name);
      bring_names_beside(new_name);
    }
  }
  errno = saved;
  pthread_mutex_unlock(&lock);
  return done;
}

int mkdir(const char *path, mode_t mode) {
  begin();
  const char *name = name_in_folder(path);
  if (!name || !name[0]) return real_mkdir(path, mode);
  if (told("read-only", name)) {
    errno = EROFS;
    return -1;
  }
  pthread_mutex_lock(&lock);
  int done = real_mkdir(path, mode);
  int saved = errno;
  if (done == 0) {
    hang_folder(name);
    if (names_early) bring_names_beside(name);
  }
  errno = saved;
  pthread_mutex_unlock(&lock);
  return done;
}

int chmod(const char *path, mode_t mode) {
  begin();
  const char *name = name_in_folder(path);
  if (name && told("read-only", name)) {
    errno = EROFS;
    return -1;
  }
  return real_chmod(path, mode);
}

int fchmodat(int at, const char *path, mode_t mode, int flags) {
  begin();
  const char *name = name_in_folder(path);
  if (name && told("read-only", name)) {
    errno = EROFS;
    return -1;
  }
  return real_fchmodat(at, path, mode, flags);
}

/* statvfs64 is the same function with the same structure where a long has 64 bits. */
int statvfs(const char *path, struct statvfs *is) {
  begin();
  int done = real_statvfs(path, is);
  long long room = done == 0 && folder && strncmp(path, folder, strlen(folder)) == 0 ? left() : -1;
  if (room >= 0) is->f_bavail = is->f_bfree = room / (long long)is->f_frsize;
  return done;
}

int statvfs64(const char *path, struct statvfs64 *is) { return statvfs(path, (struct statvfs *)is); }
