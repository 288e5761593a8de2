/* A SHA-256 as it is written: 64 letters. */
#ifndef VADO_TEXT_HEX_H
#define VADO_TEXT_HEX_H

void txt_hex(const unsigned char digest[32], char out[65]);

#endif
