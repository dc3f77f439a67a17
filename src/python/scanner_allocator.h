/* Included before all else where the grammar's scanner is compiled: it takes its memory as the parser library does (see
   parser_memory.h). */
#pragma once

#include <stdlib.h>
#include <string.h>

extern void* (*ts_current_malloc)(size_t size);
extern void* (*ts_current_calloc)(size_t count, size_t size);
extern void* (*ts_current_realloc)(void* memory, size_t size);
extern void (*ts_current_free)(void* memory);

#define malloc ts_current_malloc
#define calloc ts_current_calloc
#define realloc ts_current_realloc
#define free ts_current_free
