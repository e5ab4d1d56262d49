export { loadApp, type LoadOptions } from "./loadApp.js";
