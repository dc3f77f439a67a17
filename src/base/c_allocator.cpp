#include "base/c_allocator.h"

#include "base/allowance.h"

using namespace migrate::base;

void* migrate_counted_malloc(size_t size) {
    return counted_malloc(size);
}

void* migrate_counted_calloc(size_t count, size_t size) {
    return counted_calloc(count, size);
}

void* migrate_counted_realloc(void* memory, size_t size) {
    return counted_realloc(memory, size);
}

char* migrate_counted_strdup(const char* text) {
    const size_t size = strlen(text) + 1;
    void* copy = counted_malloc(size);
    return static_cast<char*>(copy == nullptr ? nullptr : memcpy(copy, text, size));
}

void migrate_counted_free(void* memory) {
    counted_free(memory);
}
