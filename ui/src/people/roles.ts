/** Roles in the order in which a person chooses them, and which of them exclude each other. Refuses to know what they may do. */
import type { PersonView, Role } from "../shared/bindings/bindings";
import { t, type Key } from "../shared/i18n";

export const ROLES: Role[] = ["assessor", "traineeAssessor", "iv", "traineeIv", "leadIv", "administrator", "visitor"];

export const roleWords = (roles: readonly Role[]) => roles.map((r) => t(`role.${r}` as Key)).join(", ");

export const isTrainee = (roles: readonly Role[]) => roles.includes("traineeAssessor") || roles.includes("traineeIv");

/** Whether somebody signs what they record of people: an administrator who has a signing password. */
export const signsForPeople = (person: PersonView | null | undefined) => Boolean(person?.active && person.hasSigningPassword && person.roles.includes("administrator"));

/** Whether an administrator has no signing password while another has one: anybody's file could act in their name, and other computers refuse what they record of people. */
export const lacksPassword = (person: PersonView | null | undefined, people: readonly PersonView[]) => Boolean(person?.active && !person.hasSigningPassword && person.roles.includes("administrator") && people.some(signsForPeople));

/** Who may countersign for somebody in these roles. */
export function countersigners(people: readonly PersonView[], roles: readonly Role[], own?: string): PersonView[] {
  const wanted: Role[] = roles.includes("traineeIv") ? ["iv", "leadIv"] : ["assessor", "iv", "leadIv"];
  return people.filter((p) => p.active && p.id !== own && p.roles.some((r) => wanted.includes(r)));
}
