/* Scenarios that are installed beside the command, by their name: `vado run us-mexico`.
 *
 * What a name says where one stands comes first. The folder is found from where the command itself is, so that an
 * installed tree may be moved; a command that was not installed has none.
 */
#include "cli/cli.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BESIDE "share/vado/scenarios/"

int cli_is_there(const char *path) {
    struct stat s;
    return stat(path, &s) == 0;
}

int cli_has_table(const char *folder) {
    DIR *in = opendir(folder);
    int found = 0;
    for (struct dirent *e; in && !found && (e = readdir(in)) != NULL;) {
        const char *end = strrchr(e->d_name, '.');
        found = end && end != e->d_name && strcmp(end, ".csv") == 0;
    }
    if (in)
        (void)closedir(in);
    return found;
}

int cli_has_rows(const char *path, int n) {
    struct stat about;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode)) /* a pipe would be waited for */
        return 0;
    FILE *in = fopen(path, "r");
    int c = 0, begins = 1;
    while (in && n > 0 && (c = getc(in)) != EOF) {
        if (begins && c == '#')
            while (c != '\n' && c != EOF)
                c = getc(in);
        else if (begins && c > ' ') {
            n--;
            begins = 0;
        }
        begins = begins || c == '\n';
    }
    if (in)
        (void)fclose(in);
    return n == 0;
}

/* The command's own file, where the system tells it; its length, or 0. */
static size_t own_file(char *out, size_t size) {
    ssize_t n = readlink("/proc/self/exe", out, size - 1);
    if (n <= 0 || (size_t)n >= size - 1)
        return 0;
    out[n] = 0;
    return (size_t)n;
}

/* bin/vado -> share/vado/scenarios/NAME; 0, or -1 where there is none. */
static int beside(const char *name, char *out, size_t size) {
    size_t n = own_file(out, size);
    for (int up = 0; up < 2; up++) { /* the file, and its folder */
        while (n > 0 && out[n - 1] != '/')
            n--;
        if (up == 0 && n > 0)
            n--;
    }
    if (n == 0 || n + strlen(BESIDE) + strlen(name) >= size)
        return -1;
    (void)snprintf(out + n, size - n, BESIDE "%s", name);
    return cli_is_there(out) ? 0 : -1;
}

const char *cli_shipped(const char *named, char *room, size_t size) {
    if (!named || !named[0] || strchr(named, '/') || cli_is_there(named))
        return named;
    return beside(named, room, size) == 0 ? room : named;
}
