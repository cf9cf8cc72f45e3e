// What glibc's spawn.h shows to GNU sources only, and Swift's module of glibc therefore does not.
#ifndef MURMURATION_CSPAWN_H
#define MURMURATION_CSPAWN_H

#include <spawn.h>

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

#endif
