/** Thrown for an uploaded file that cannot be imported; the message names the place in the file and what to change. */
export class ImportRefused extends Error {}
