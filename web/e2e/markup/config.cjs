// The rules of the markup check: html-validate's recommended ones, with these
// exceptions.
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // templ writes the doctype in small letters, which HTML allows.
    "doctype-style": ["error", { style: "lowercase" }],
    // On a phone our tables are set as blocks, and browsers then forget that they
    // are tables: the roles say so again.
    "no-redundant-role": "off",
    // The boxes of one question share its name.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }],
    // A page is named by its question, however long that is.
    "long-title": "off",
    // GOV.UK's banners are div elements with role="region".
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // The names of passages of a report have a stroke, as in finding/0190….
    "valid-id": ["error", { relaxed: true }],
  },
};
