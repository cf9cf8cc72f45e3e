// A disk that takes its time: with this in LD_PRELOAD each fsync takes longer by SHOP_BENCH_FSYNC_MICROSECONDS.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void take_time(void) {
    const char *text = getenv("SHOP_BENCH_FSYNC_MICROSECONDS");
    if (text) usleep(strtoul(text, 0, 10));
}

int fsync(int file) {
    take_time();
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
    take_time();
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}
