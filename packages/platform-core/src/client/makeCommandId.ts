/** Makes a command id; make one per intent (a click, a form, a message) and keep it for every repeat of that intent. */
export function makeCommandId(): string {
  return crypto.randomUUID();
}
