/** Dates, sizes and order, the British way. Refuses to know what they belong to. */
const short = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "2-digit", year: "numeric" });
const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const collator = new Intl.Collator("en-GB", { numeric: true });
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const either = new Intl.ListFormat("en-GB", { type: "disjunction" });

const parse = (iso: string) => new Date(iso.length === 10 ? `${iso}T12:00:00` : iso);
const shown = (format: Intl.DateTimeFormat, iso: string | null | undefined) => {
  if (!iso) return "";
  const date = parse(iso);
  return Number.isNaN(date.getTime()) ? iso : format.format(date);
};

/** 14/11/2026 */
export const day = (iso: string | null | undefined) => shown(short, iso);
/** 14 November 2026 */
export const longDay = (iso: string | null | undefined) => shown(long, iso);
/** 14/11/2026 14:05 */
export const dayTime = (iso: string | null | undefined) => (iso ? `${shown(short, iso)} ${shown(clock, iso)}` : "");
/** 14:05 */
export const time = (iso: string | null | undefined) => shown(clock, iso);
/** "1.1, 2.3 and 3.1" */
export const andList = (items: string[]) => list.format(items);
/** "Ada, Ben or Cleo". */
export const orList = (items: string[]) => either.format(items);
/** Order in which E2 comes before E10. */
export const natural = (a: string, b: string) => collator.compare(a, b);

/** A learner where only text can stand: "Rowan Hartley · ULN 1234567890" where another is called the same. */
export const called = (learner: { name: string; apart?: string | null }) => (learner.apart ? `${learner.name} · ${learner.apart}` : learner.name);
/** The same as the beginning of the name of a file: nothing of one learner is saved over what is another's. */
export const fileOf = (learner: { name: string; apart?: string | null }) => (learner.apart ? `${learner.name} ${learner.apart.replace(/[^\p{L}\p{N}]+/gu, " ").trim()}` : learner.name);

/** Today's local date, ISO. */
export function today(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** 214 KB */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = -1;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** 00:04:12 */
export function playTime(seconds: number): string {
  const s = Math.floor(seconds);
  return [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map((n) => String(n).padStart(2, "0")).join(":");
}

/** Reads a date as a person types it: 14/11/2026, 14.11.26, 14-11, 2026-11-14. Null = not a day. */
export function readDay(typed: string, now = new Date()): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed.trim());
  const british = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?$/.exec(typed.trim());
  const [y, m, d] = iso ? [iso[1], iso[2], iso[3]] : british ? [british[3] ?? String(now.getFullYear()), british[2], british[1]] : [];
  if (!y || !m || !d) return null;
  const year = y.length === 2 ? 2000 + Number(y) : Number(y);
  const date = new Date(year, Number(m) - 1, Number(d), 12);
  return date.getMonth() === Number(m) - 1 && date.getDate() === Number(d) ? today(date) : null;
}

/** A sentence of the core that begins with a small letter is shown with a capital; one that begins with what somebody typed, in quotation marks, as it was typed. */
export const beginsSmall = (text: string) => /^\p{Ll}/u.test(text);
