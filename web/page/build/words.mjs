/* Whether a scenario's words for the page have the form that src/words/scenario.ts says. Every part may be missing; one
 * that is there and is something else would end the page in the reader's hands, so it is found here. */
const isText = (value) => typeof value === "string";
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const LEVERS = { until: "ends", values: "values", much: "factors" };

/* What is wrong in a question or a story at this place of the file; "" if nothing. */
function wrongAsked(at, asked, isStory) {
  if (!isTexts(asked.policies)) return `${at}.policies: expected a list of names`;
  const list = isObject(asked.lever) && Object.hasOwn(LEVERS, asked.lever.kind) ? LEVERS[asked.lever.kind] : "";
  if (!list) return `${at}.lever: expected one whose kind is ${Object.keys(LEVERS).join(", ")}`;
  if (!Array.isArray(asked.lever[list])) return `${at}.lever.${list}: expected a list`;
  if (isStory && !(Array.isArray(asked.steps) && asked.steps.every(isObject))) return `${at}.steps: expected a list of steps`;
  return "";
}

function wrongFacts(facts) {
  for (const part of ["events", "questions", "stories"]) {
    const list = facts[part] ?? [];
    if (!Array.isArray(list)) return `${part}: expected a list`;
    for (const [i, one] of list.entries()) {
      const at = `${part}[${i}]`;
      if (!isObject(one) || !isText(one.id)) return `${at}: expected an object with an id`;
      const wrong = part === "events" ? "" : wrongAsked(at, one, part === "stories");
      if (wrong) return wrong;
    }
  }
  return "";
}

function wrongTexts(texts) {
  for (const part of ["title", "lede", "claims"])
    if (!isText(texts[part] ?? "")) return `${part}: expected words`;
  for (const part of ["events", "names"]) {
    const map = texts[part] ?? {};
    if (!isObject(map) || !Object.values(map).every(isText)) return `${part}: expected an object of words`;
  }
  for (const part of ["clauses", "questions", "stories", "series", "levers", "policies"]) {
    const map = texts[part] ?? {};
    if (!isObject(map) || !Object.values(map).every(isObject)) return `${part}: expected an object of objects`;
  }
  return "";
}

/* id: of the element that holds it: explorer, or explorer-LANGUAGE. */
export function wrongIn(id, value) {
  if (!isObject(value)) return "expected an object";
  return id === "explorer" ? wrongFacts(value) : wrongTexts(value);
}
