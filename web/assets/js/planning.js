// For the pages that plan a cycle, beside the script of every page. Everything here
// only helps: each page works without it.
import { poll } from "./poll.js";
import { live } from "./live.js";
import { drag } from "./drag.js";

document.querySelectorAll("[data-poll]").forEach(poll);
document.querySelectorAll("[data-live]").forEach(live);
drag(document);
