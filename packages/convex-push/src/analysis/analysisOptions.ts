/** What a deployment decides about the analysis of a push. */
export type AnalysisOptions = {
  /** Environment variables that modules see while they are imported. */
  readonly env: Readonly<Record<string, string>>;
  /** How long one module may take to be imported. */
  readonly importLimitMs: number;
};

/** A deployment with only the built-in variables and Convex's limit of 4 seconds. */
export const defaultAnalysis: AnalysisOptions = {
  env: {
    CONVEX_CLOUD_URL: "http://127.0.0.1:3210",
    CONVEX_SITE_URL: "http://127.0.0.1:3211",
  },
  importLimitMs: 4_000,
};
