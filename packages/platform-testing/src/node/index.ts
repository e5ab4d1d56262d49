export { loadApp } from "./loadApp.js";
