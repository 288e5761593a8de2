/* vado_forecast and vado_score: the studies of src/study/forecast.c and score.c. */
#include "api/api.h"
#include "study/studies.h"

typedef int forecaster(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f,
                       vado_writer *w, void *user);

static int with(forecaster *what, vado *v, const vado_input *in, const vado_run_options *o,
                const vado_forecast_options *f, vado_writer *w, void *user) {
    vado_input input;
    vado_run_options run;
    vado_forecast_options mine = VADO_INIT(vado_forecast_options);
    int status =
        what == std_score ? api_input_and_part(v, in, &input, o, &run) : api_input_and_run(v, in, &input, o, &run);
    status = status ? status : api_on_disk(v, &input);
    if (status == 0 && !o)
        run.members = 0;
    if (status == 0)
        status = api_take(v, "vado_forecast_options", &mine, sizeof mine, f);
    if (status == 0)
        status = api_format(v, mine.format);
    return status ? status : what(v, &input, &run, &mine, w, user);
}

int vado_forecast(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f,
                  vado_writer *w, void *user) {
    return with(std_forecast, v, in, o, f, w, user);
}

int vado_score(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f, vado_writer *w,
               void *user) {
    return with(std_score, v, in, o, f, w, user);
}
