/** Times of a recording as a person types them. Pure. */

/** "4:12", "1:04:12", "00:04:12", "75" or "75 s": seconds. Null = not a time. */
export function readTime(typed: string): number | null {
  const text = typed.trim();
  const seconds = /^(\d{1,5}) ?s?$/.exec(text);
  if (seconds) return Number(seconds[1]);
  const m = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$/.exec(text);
  if (!m || Number(m[3]) > 59 || (m[1] !== undefined && Number(m[2]) > 59)) return null;
  return Number(m[1] ?? 0) * 3600 + Number(m[2]) * 60 + Number(m[3]);
}
