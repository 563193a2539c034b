import type { Witness } from "./bindings/bindings";
import { t } from "./i18n";

/** What a witness counts as, in words; empty = not recorded. */
export const statusWords = (witness: Witness) => (witness.status ? t(`witness.status.${witness.status}`) : "");
