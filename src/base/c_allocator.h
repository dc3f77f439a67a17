/* What a C library is compiled with (`-include base/c_allocator.h`) so that the memory it takes counts in the open
   allowance (base/allowance.h): its malloc, calloc, realloc, strdup and free are ours, under names of our own. C, for
   the library is. */
#pragma once

#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif
void* migrate_counted_malloc(size_t size);
void* migrate_counted_calloc(size_t count, size_t size);
void* migrate_counted_realloc(void* memory, size_t size);
char* migrate_counted_strdup(const char* text);
void migrate_counted_free(void* memory);
#ifdef __cplusplus
}
#else
#undef strdup
#define malloc migrate_counted_malloc
#define calloc migrate_counted_calloc
#define realloc migrate_counted_realloc
#define strdup migrate_counted_strdup
#define free migrate_counted_free
#endif
