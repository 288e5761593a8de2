/* Cells and lines of comments of CSV as `vado` reads it. */

export function cell(text: string): string {
  return /[",\r\n]/.test(text) || /^[ #]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const comment = (text: string): string => `# ${text.replace(/[\r\n\0]+/g, " ")}\n`;
