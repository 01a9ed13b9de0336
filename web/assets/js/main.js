// Everything here only helps: each page works without it.
import { menu } from "./menu.js";
import { errors } from "./errors.js";
import { send } from "./send.js";
import { keep } from "./keep.js";
import { autosave } from "./autosave.js";
import { count } from "./count.js";

menu(document);
errors(document);
send(document);
keep(document);
document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("[data-count]").forEach(count);
