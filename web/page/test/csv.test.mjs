/* What is saved as CSV is read as it was meant: no row as a comment, no comment as rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundle } from "./bundle.mjs";

test("a_title_that_begins_with_a_number_sign_is_a_cell_and_no_comment", async () => {
  const { csvTable } = await bundle('export { csvTable } from "./charts/export";');
  assert.equal(csvTable(["Of two\nlines", "", "Of two\nlines"], ["policy", "value"], [["# 1, \"mine\"", 0.1], ["#2", NaN], [" 3", 3]]),
               '# Of two lines\npolicy,value\n"# 1, ""mine""",0.1\n"#2",\n" 3",3\n');
});
