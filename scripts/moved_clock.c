/* Moves the wall clock of the programs it is preloaded into (LD_PRELOAD) by
 * ZRM_CLOCK_OFFSET seconds, and with it the times of files: what is written now
 * is as old as it would be. scripts/test_any_day builds and uses it.
 *
 * Debian's libfaketime (0.9.10) moves waits for a moment of the monotonic clock
 * as well, also when told to leave that clock alone: Python's time.sleep() then
 * fails with EINVAL and threading's waits end at once. Here the monotonic clock
 * stays untouched, and waits for a moment of the wall clock end when they should.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* No machine is up for thirty years: what is later than this is a moment of the
 * wall clock, where the function does not say which clock it means. */
#define WALL 1000000000

static long offset(void)
{
    static long seconds;
    static int known;
    if (!known) {
        const char *text = getenv("ZRM_CLOCK_OFFSET");
        seconds = text ? atol(text) : 0;
        known = 1;
    }
    return seconds;
}

static int is_wall(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI;
}

/* The moment as the kernel counts it. */
static const struct timespec *back(const struct timespec *moment, struct timespec *room)
{
    if (!moment || moment->tv_sec < WALL)
        return moment;
    room->tv_sec = moment->tv_sec - offset();
    room->tv_nsec = moment->tv_nsec;
    return room;
}

static void *next(const char *name)
{
    void *found = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2");
    return found ? found : dlsym(RTLD_NEXT, name);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = syscall(SYS_clock_gettime, clock, now);
    if (!result && is_wall(clock))
        now->tv_sec += offset();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    int result = syscall(SYS_gettimeofday, now, zone);
    if (!result)
        now->tv_sec += offset();
    return result;
}

time_t time(time_t *where)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where)
        *where = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *now, int base)
{
    return base == TIME_UTC && !clock_gettime(CLOCK_REALTIME, now) ? base : 0;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *moment, struct timespec *left)
{
    static int (*real)(clockid_t, int, const struct timespec *, struct timespec *);
    struct timespec room;
    if (!real)
        real = next("clock_nanosleep");
    return real(clock, flags, is_wall(clock) && flags & TIMER_ABSTIME ? back(moment, &room) : moment, left);
}

int sem_timedwait(sem_t *restrict sem, const struct timespec *restrict moment)
{
    static int (*real)(sem_t *, const struct timespec *);
    struct timespec room;
    if (!real)
        real = next("sem_timedwait");
    return real(sem, back(moment, &room));
}

int sem_clockwait(sem_t *restrict sem, clockid_t clock, const struct timespec *restrict moment)
{
    static int (*real)(sem_t *, clockid_t, const struct timespec *);
    struct timespec room;
    if (!real)
        real = next("sem_clockwait");
    return real(sem, clock, is_wall(clock) ? back(moment, &room) : moment);
}

int pthread_cond_timedwait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict moment)
{
    static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    struct timespec room;
    if (!real)
        real = next("pthread_cond_timedwait");
    return real(cond, mutex, back(moment, &room));
}

int pthread_cond_clockwait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex, clockid_t clock,
                           const struct timespec *restrict moment)
{
    static int (*real)(pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *);
    struct timespec room;
    if (!real)
        real = next("pthread_cond_clockwait");
    return real(cond, mutex, clock, is_wall(clock) ? back(moment, &room) : moment);
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict moment)
{
    static int (*real)(pthread_mutex_t *, const struct timespec *);
    struct timespec room;
    if (!real)
        real = next("pthread_mutex_timedlock");
    return real(mutex, back(moment, &room));
}

/* ---- times of files ---- */

static int moved(int result, struct stat *file)
{
    if (!result) {
        file->st_atim.tv_sec += offset();
        file->st_mtim.tv_sec += offset();
        file->st_ctim.tv_sec += offset();
    }
    return result;
}

int fstatat(int folder, const char *restrict path, struct stat *restrict file, int flags)
{
    return moved(syscall(SYS_newfstatat, folder, path, file, flags), file);
}

int stat(const char *restrict path, struct stat *restrict file)
{
    return fstatat(AT_FDCWD, path, file, 0);
}

int lstat(const char *restrict path, struct stat *restrict file)
{
    return fstatat(AT_FDCWD, path, file, AT_SYMLINK_NOFOLLOW);
}

int fstat(int descriptor, struct stat *file)
{
    return fstatat(descriptor, "", file, AT_EMPTY_PATH);
}

int statx(int folder, const char *restrict path, int flags, unsigned int mask, struct statx *restrict file)
{
    int result = syscall(SYS_statx, folder, path, flags, mask, file);
    if (!result) {
        file->stx_atime.tv_sec += offset();
        file->stx_btime.tv_sec += offset();
        file->stx_ctime.tv_sec += offset();
        file->stx_mtime.tv_sec += offset();
    }
    return result;
}

/* Programs built for 64-bit files, and those built before glibc 2.33. */
int stat64(const char *restrict path, struct stat64 *restrict file) { return stat(path, (struct stat *)file); }
int lstat64(const char *restrict path, struct stat64 *restrict file) { return lstat(path, (struct stat *)file); }
int fstat64(int descriptor, struct stat64 *file) { return fstat(descriptor, (struct stat *)file); }
int fstatat64(int folder, const char *restrict path, struct stat64 *restrict file, int flags)
{
    return fstatat(folder, path, (struct stat *)file, flags);
}
int __xstat(int version, const char *path, struct stat *file) { return stat(path, file); }
int __lxstat(int version, const char *path, struct stat *file) { return lstat(path, file); }
int __fxstat(int version, int descriptor, struct stat *file) { return fstat(descriptor, file); }
int __fxstatat(int version, int folder, const char *path, struct stat *file, int flags)
{
    return fstatat(folder, path, file, flags);
}
int __xstat64(int version, const char *path, struct stat64 *file) { return stat64(path, file); }
int __lxstat64(int version, const char *path, struct stat64 *file) { return lstat64(path, file); }
int __fxstat64(int version, int descriptor, struct stat64 *file) { return fstat64(descriptor, file); }
int __fxstatat64(int version, int folder, const char *path, struct stat64 *file, int flags)
{
    return fstatat64(folder, path, file, flags);
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags)
{
    struct timespec real[2];
    if (times) {
        for (int which = 0; which < 2; which++) {
            real[which] = times[which];
            if (times[which].tv_nsec != UTIME_NOW && times[which].tv_nsec != UTIME_OMIT)
                real[which].tv_sec -= offset();
        }
        times = real;
    }
    return syscall(SYS_utimensat, folder, path, times, flags);
}

int futimens(int descriptor, const struct timespec times[2])
{
    return utimensat(descriptor, "", times, AT_EMPTY_PATH);
}
