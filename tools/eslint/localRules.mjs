import { contextBoundaries } from "./contextBoundaries.mjs";
import { noDirectReadModel } from "./noDirectReadModel.mjs";
import { noUpwardImport } from "./noUpwardImport.mjs";
import { noVagueFileName } from "./noVagueFileName.mjs";
import { privateMembers } from "./privateMembers.mjs";

/** The repository's own lint rules, as the eslint plugin `local`. */
export const localRules = {
  rules: {
    "context-boundaries": contextBoundaries,
    "no-direct-read-model": noDirectReadModel,
    "no-upward-import": noUpwardImport,
    "no-vague-file-name": noVagueFileName,
    "private-members": privateMembers,
  },
};
