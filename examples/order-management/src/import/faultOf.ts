import { BadValue } from "./BadValue.ts";

/** Why a row cannot be imported, or `null`. */
export function faultOf(read: () => void): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof BadValue) return error.message;
    throw error;
  }
}
