/* Rows of a what-if as the file that `vado run --policy` reads, and what this page refuses of them. */
import { cell, comment } from "./csv";
import { lastDay } from "./months";
import { PolicyError, type About, type Policy, type PolicyRow } from "./types";

const COLUMNS = ["from", "until", "parameter", "where", "who", "change", "value", "note", "source"] as const;

/* The file: the same text is run here and can be saved. "multiply" is what the file calls scale. */
export function policyText(rows: readonly PolicyRow[], title = "", about = ""): string {
  const head = (title && comment(`title: ${title}`)) + (about && comment(`about: ${about}`));
  const lines = rows.map((row) =>
    COLUMNS.map((column) => {
      const text = column === "change" && row.change === "multiply" ? "scale" : row[column];
      return cell(column === "source" && !text ? "[what-if]" : text);
    }).join(","),
  );
  return `${head}${COLUMNS.join(",")}\n${lines.map((line) => line + "\n").join("")}`;
}

const said = (text: string): string => JSON.stringify(text.length > 60 ? text.slice(0, 57) + "..." : text);

/* This page moves what it shows and nothing else, and nothing after the last figures. */
export function refuse(about: About, rows: readonly (PolicyRow & { line?: number })[]): void {
  const known = new Set(about.levers.map((lever) => lever.path));
  for (const policy of about.policies) for (const row of policy.rows) known.add(row.parameter);
  const last = lastDay(about.last);
  const wrong: string[] = [];
  rows.forEach((row, i) => {
    const at = `what-if.csv:${row.line ?? i + 2}:1`;
    if (!known.has(row.parameter))
      wrong.push(
        `${at}: found ${said(row.parameter)}, expected a lever that this page shows (the program vado moves others, too)`,
      );
    if (/^\d{4}-\d{2}/.test(row.from) && row.from.slice(0, 10) > last)
      wrong.push(`${at}: found ${said(row.from)}, expected a day up to ${last}, the last of the figures`);
  });
  if (wrong.length) throw new PolicyError(few(wrong));
}

/* Messages that a person can read: of a thousand the first few, and none longer than a few lines. */
const MOST_MESSAGES = 5;
const LONGEST_MESSAGE = 300;
export function few(messages: readonly string[]): string {
  const list = messages.slice(0, MOST_MESSAGES).map((one) => (one.length > LONGEST_MESSAGE ? `${one.slice(0, LONGEST_MESSAGE - 3)}...` : one));
  return [...list, ...(messages.length > MOST_MESSAGES ? [`... ${messages.length - MOST_MESSAGES} more`] : [])].join("\n");
}

/* Whether a text begins as a policy does: its first line that is no comment names columns, one of them `parameter`. */
export function isPolicy(text: string): boolean {
  const head = text.slice(0, 20000).replace(/^\ufeff/, "").split(/\r?\n/).find((line) => line.trim() !== "" && !line.startsWith("#"));
  return (head ?? "").split(",").map((cell) => cell.trim()).includes("parameter");
}

/* From the engine's JSON of a file. */
export function policyOf(json: string): Policy & { rows: (PolicyRow & { line: number })[] } {
  return JSON.parse(json) as Policy & { rows: (PolicyRow & { line: number })[] };
}
