// Instants on the wall clock of a time zone.

const formats = new Map();

function format(zone, name, options) {
  const key = `${zone} ${name}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options }));
  }
  return formats.get(key);
}

/** The time of the wall clock as "2026-03-09T09:30:00", for an input of the type datetime-local. */
export function wallClock(at, zone) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" };
  const parts = Object.fromEntries(format(zone, "parts", options).formatToParts(at).map((p) => [p.type, p.value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

const utc = (wall) => Date.parse(`${wall.length === 16 ? wall + ":00" : wall}Z`);

/** The instant at which the wall clock shows a time. In a gap it is one behind the gap. */
export function instantOf(wall, zone) {
  let at = utc(wall);
  for (let i = 0; i < 2; i++) at += utc(wall) - utc(wallClock(at, zone));
  return at;
}

/** An instant for people: "Mon 9 Mar, 09:30". */
export function shown(at, zone) {
  const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return format(zone, "shown", options).format(at);
}

/** A day or a time for an axis. */
export const shownDay = (at, zone) => format(zone, "day", { weekday: "short", day: "numeric", month: "short" }).format(at);
export const shownTime = (at, zone) => format(zone, "time", { hour: "2-digit", minute: "2-digit" }).format(at);

/** Whether a zone is one that this browser knows. */
export function knows(zone) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** A duration such as "50m0s" for people: "50m". The sign stays. */
export function shownDuration(text) {
  const match = /^(-?)(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?/.exec(text);
  if (!match) return text;
  const [, sign, h, m, s] = match;
  const parts = [h > 0 && `${Number(h).toLocaleString("en")}h`, m > 0 && `${m}m`, !(h > 0) && !(m > 0) && s > 0 && `${Math.floor(s)}s`].filter(Boolean);
  return parts.length > 0 ? sign + parts.join(" ") : "0m";
}
