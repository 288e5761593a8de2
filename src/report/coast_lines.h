/* Coasts and borders of the world as text, in blocks; NULL ends them. See tools/update-coast. */
#ifndef VADO_COAST_LINES_H
#define VADO_COAST_LINES_H

extern const char *const coast_lines[];

#endif
