// Finds the first visible element with this role and accessible name: exact first, then by its start.
// For the role "focus": the kind and the name of what has the focus.
const [role, wanted] = arguments;
const text = (value) => (value || "").replace(/\s+/g, " ").trim();
const kinds = {
  button: 'button, summary, input[type="button"], input[type="submit"], [role="button"]',
  link: 'a[href], [role="link"]',
  heading: 'h1, h2, h3, h4, h5, h6, [role="heading"]',
  textbox: 'input:not([type]), input[type="text"], input[type="search"], textarea, [role="textbox"]',
  field: "input, textarea, select",
  checkbox: 'input[type="checkbox"], [role="checkbox"], [role="switch"]',
  switch: 'input[type="checkbox"], [role="switch"]',
  radio: 'input[type="radio"], [role="radio"]',
  combobox: 'select, [role="combobox"]',
  dialog: 'dialog[open], [role="dialog"]',
  navigation: 'nav, [role="navigation"]',
  table: 'table, [role="table"]',
  row: 'tr, [role="row"]',
  region: 'section[aria-label], section[aria-labelledby], [role="region"]',
  status: 'output, [role="status"]',
};
const name = (element) => {
  const by = element.getAttribute("aria-labelledby");
  if (by) return text(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  const own = element.getAttribute("aria-label");
  if (own) return text(own);
  if (element.labels?.length) return text([...element.labels].map((label) => label.textContent).join(" "));
  return text(element.textContent) || text(element.value) || text(element.title);
};
if (role === "focus") {
  const element = document.activeElement;
  const kind = element.matches(kinds.field) && !element.matches('[type="checkbox"]') ? "field"
    : element.matches(kinds.checkbox) ? "checkbox" : element.matches(kinds.button) ? "button" : element.localName;
  return [kind, name(element)];
}
const seen = [...document.querySelectorAll(kinds[role] || `[role="${CSS.escape(role)}"]`)].filter((element) =>
  element.checkVisibility({ visibilityProperty: true }),
);
return (
  seen.find((element) => name(element) === wanted) ||
  seen.find((element) => name(element).startsWith(wanted)) || { names: seen.map(name) }
);
