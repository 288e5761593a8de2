/* Dates as days since 1970-01-01 and months since 1970-01, in the Gregorian calendar (days of the civil calendar after
 * Hinnant, "chrono-compatible low-level date algorithms", public domain). Years 1 to 9999. */
#include "text/dates.h"

#include <string.h>

static int64_t days_from_civil(int year, int month, int day) {
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, int *year, int *month, int *day) {
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

static const int64_t first_day = -719162; /* 0001-01-01 */
static const int64_t last_day = 2932896;  /* 9999-12-31 */

static int64_t held(int64_t day) { return day < first_day ? first_day : day > last_day ? last_day : day; }

static int number(const char *text, int digits) {
    int v = 0;
    for (int i = 0; i < digits; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        v = v * 10 + (text[i] - '0');
    }
    return v;
}

int day_parse(const char *text, int64_t *day) {
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    size_t n = strlen(text);
    if ((n != 10 && n != 7) || text[4] != '-' || (n == 10 && text[7] != '-'))
        return -1;
    int y = number(text, 4), m = number(text + 5, 2), d = n == 10 ? number(text + 8, 2) : 1;
    if (y < 1 || m < 1 || m > 12 || d < 1)
        return -1;
    int leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d > lengths[m - 1] + (m == 2 && leap))
        return -1;
    *day = days_from_civil(y, m, d);
    return 0;
}

static void digits_out(char *out, int value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void day_format(int64_t day, char out[11]) {
    int y = 0, m = 0, d = 0;
    civil_from_days(held(day), &y, &m, &d);
    digits_out(out, y, 4);
    out[4] = '-';
    digits_out(out + 5, m, 2);
    out[7] = '-';
    digits_out(out + 8, d, 2);
    out[10] = '\0';
}

int month_of_day(int64_t day) {
    int y = 0, m = 0, d = 0;
    civil_from_days(held(day), &y, &m, &d);
    return (y - 1970) * 12 + m - 1;
}

int64_t month_start(int month) {
    int since = month + 1970 * 12;
    return days_from_civil(since / 12, since % 12 + 1, 1);
}

void month_format(int month, char out[8]) {
    char date[11];
    day_format(month_start(month), date);
    memcpy(out, date, 7);
    out[7] = '\0';
}

int month_fiscal_year(int month) {
    int since = month + 1970 * 12;
    return since / 12 + (since % 12 >= 9);
}

int day_of_year(int64_t day) {
    int y = 0, m = 0, d = 0;
    int64_t in = held(day);
    civil_from_days(in, &y, &m, &d);
    return (int)(in - days_from_civil(y, 1, 1));
}
