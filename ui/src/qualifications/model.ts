/** A qualification being written down: from nothing, or from what the register says of it. Pure. */
import type { Qualification, QualificationFacts } from "../shared/library";

/** With nothing recorded. */
export const blank = (): Qualification => ({ number: "", title: "", level: "", awardingOrganisation: "", framework: "", status: "", operationalStartDate: "", operationalEndDate: "", certificationEndDate: "", groups: [], levelRules: [], source: "" });

/** What a register states, put over what is recorded; groups and rules of combination are not in a register and stay. */
export function fromRegister(facts: QualificationFacts, source: string, before: Qualification = blank()): Qualification {
  const text = (now: string | null | undefined, was: string) => now ?? was;
  return {
    ...before,
    number: text(facts.number, before.number),
    title: text(facts.title, before.title),
    level: text(facts.level, before.level),
    awardingOrganisation: text(facts.owner, before.awardingOrganisation),
    framework: text(facts.framework, before.framework),
    status: text(facts.status, before.status),
    credits: facts.credits ?? before.credits,
    glh: facts.glh ?? before.glh,
    tqt: facts.tqt ?? before.tqt,
    operationalStartDate: text(facts.operationalStartDate, before.operationalStartDate),
    operationalEndDate: text(facts.operationalEndDate, before.operationalEndDate),
    certificationEndDate: text(facts.certificationEndDate, before.certificationEndDate),
    source,
  };
}

/** A whole number as typed; nothing, and anything else, is absent. */
export const figure = (typed: string): number | undefined => (/^\d{1,6}$/.test(typed.trim()) ? Number(typed.trim()) : undefined);
