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
    // GOV.UK's banners are div elements with role="region".
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // Names of framework prompts have a dot, as in SA5.4.
    "valid-id": ["error", { relaxed: true }],
  },
};
