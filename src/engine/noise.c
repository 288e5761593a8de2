/* The environment: positive multipliers of mean 1 on the hazards of a model, keyed apart from chance.
 *
 * 1. AR(1): z(t+1) = r z(t) + sqrt(1 - r^2) e, r = exp(-1 / tau), e standard normal; value exp(sd z - sd^2 / 2).
 * 2. Gamma: one uniform a day; value the quantile of a gamma of shape 1 / sd^2 and mean 1.
 * The state kept is z, or the uniform, so that the spread may be a parameter of the member.
 */
#include "engine/detmath.h"
#include "engine/internal.h"
#include "engine/sample.h"

#include <math.h>

static double draw(const eng_world *w, int channel, uint32_t day, int i) {
    return rng_unit(rng_u64(w->channel_key[channel], day, w->options.environment_member, (uint32_t)i, 0));
}

void eng_noise_first(eng_world *w) {
    for (int c = 0; c < w->model->nchannels; c++) {
        const eng_channel_info *ch = &w->model->channels[c];
        for (int i = 0; i < ch->n; i++) {
            double u = draw(w, c, UINT32_MAX, i);
            w->arena[ch->state + (size_t)i].x = ch->kind == ENG_NOISE_AR1 ? sample_normal(u) : u;
        }
    }
}

void eng_noise_values(eng_world *w) {
    for (int c = 0; c < w->model->nchannels; c++) {
        const eng_channel_info *ch = &w->model->channels[c];
        double sd = w->arena[ch->spread].x;
        for (int i = 0; i < ch->n; i++) {
            double s = w->arena[ch->state + (size_t)i].x, value = 1;
            if (sd > 0 && !w->options.environment_off)
                value = ch->kind == ENG_NOISE_AR1 ? det_exp(sd * s - 0.5 * sd * sd)
                                                  : sample_gamma(s, 1 / (sd * sd), sd * sd);
            w->scratch[ch->value + (size_t)i].x = value;
        }
    }
}

void eng_noise_next(eng_world *w) {
    for (int c = 0; c < w->model->nchannels; c++) {
        const eng_channel_info *ch = &w->model->channels[c];
        double r = det_exp(-1 / w->arena[ch->spread + 1].x), fresh = sqrt(1 - r * r);
        for (int i = 0; i < ch->n; i++) {
            eng_cell *s = &w->arena[ch->state + (size_t)i];
            double u = draw(w, c, (uint32_t)w->day, i);
            s->x = ch->kind == ENG_NOISE_AR1 ? r * s->x + fresh * sample_normal(u) : u;
        }
    }
}
