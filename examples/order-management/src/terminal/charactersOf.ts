const segmenter = new Intl.Segmenter("en");

/** The characters of a text as a reader sees them, an emoji or an accented letter as one. */
export const charactersOf = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);
