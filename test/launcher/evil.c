/* What a tenant would name in LD_PRELOAD: leaves a mark before main() of whatever loads it. */
#include <stdio.h>

__attribute__((constructor)) static void leave_mark(void) {
    FILE *mark = fopen(MARK, "w");
    if (mark != NULL) fclose(mark);
}
