/* The hash of a run's input: all files and all that is laid over them. */
#include "run/run.h"

#include "text/hex.h"

#include <string.h>

static void add_text(eng_sha256 *h, const char *text, size_t n) {
    unsigned char length[8];
    for (int k = 0; k < 8; k++)
        length[k] = (unsigned char)((uint64_t)n >> (8 * k));
    eng_sha256_add(h, length, 8);
    eng_sha256_add(h, text, n);
}

void rec_input_hash(const scn_scenario *s, const vado_input *given, char out[65]) {
    eng_sha256 h;
    eng_sha256_start(&h);
    for (int i = 0; i < s->folder.count; i++) {
        add_text(&h, s->folder.files[i].name, strlen(s->folder.files[i].name));
        add_text(&h, s->folder.files[i].text, s->folder.files[i].length);
    }
    for (int i = 0; i < given->nsets; i++)
        add_text(&h, given->sets[i], strlen(given->sets[i]));
    const char *more[] = {given->latents, given->from, given->until};
    for (int i = 0; i < 3; i++)
        add_text(&h, more[i] ? more[i] : "", more[i] ? strlen(more[i]) : 0);
    unsigned char digest[32];
    eng_sha256_end(&h, digest);
    txt_hex(digest, out);
}
