/* What of the schedule was known at an origin.
 *
 * A row says when it was known as a whole (`known_from`). Of one that says nothing its beginning was known when it
 * began, and its end when it was over. One that is known later than it begins was set knowing later months.
 * 1. Policy unknown: a row that begins on the origin or later stays only if it was announced before. One that stands on
 *    the eve goes on as it stands, unless its end was announced: the latents were fitted with it, so to take it away
 *    would be a step on the day of the origin that nobody saw.
 * 2. Policy known: rows come and end as they did, but those set knowing later months than the origin do not come, and
 *    do not end.
 * Where governments react, what the one asks of the other is drawn: rows that say it end with the origin.
 */
#include "study/forecast.h"

#include <string.h>

static int announced(const scn_change *c, int64_t origin) {
    return c->known_from != INT64_MIN && c->known_from <= origin;
}

static int set_knowing_later(const scn_change *c, int64_t origin) {
    return c->known_from != INT64_MIN && c->known_from > c->from && c->known_from > origin;
}

/* Threats and offers as history had them. */
static int asks(const scn_scenario *s, const scn_change *c) {
    const char *path = s->registry.decl[c->parameter]->path;
    return strcmp(path, "us.diplomacy.threat") == 0 || strcmp(path, "us.diplomacy.offer") == 0;
}

void fct_forget(scn_scenario *variant, int64_t origin, const fct_ask *ask, int react, fct_rows *rows) {
    int kept = 0;
    *rows = (fct_rows){0};
    for (int i = 0; i < variant->nchanges; i++) {
        scn_change c = variant->changes[i];
        int told = c.layer > 0 || (ask->policy_known ? !set_knowing_later(&c, origin) : announced(&c, origin));
        if ((!told || (react && c.layer == 0 && asks(variant, &c))) && c.from >= origin) {
            rows->out++;
            continue;
        }
        if (react && c.layer == 0 && asks(variant, &c)) {
            c.until = c.until > origin ? origin : c.until;
            told = 1;
        }
        if (!told && c.until >= origin && c.until != INT64_MAX) {
            c.until = INT64_MAX;
            rows->carried++;
        }
        variant->changes[kept++] = c;
    }
    variant->nchanges = kept;
}

int fct_last_seen(const scn_scenario *s) {
    for (int i = 0; i < s->nlatents; i++)
        if (strstr(s->latents[i].latent, "_level") || strstr(s->latents[i].latent, "_kept"))
            return s->latents[i].month;
    return -1;
}
