const maxDepth = 32;
const maxKeys = 1000;

/** Names that reach an object's prototype: no field of ours has one of them. */
const hostile = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses a JSON object of at most 32 levels and 1,000 keys without duplicate keys (RFC 8259 4 leaves their meaning
 * open); null for anything else. Keys that name a prototype are dropped, as unknown fields are ignored.
 */
export function parseObject(text: string): Record<string, unknown> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const kept = count(value, 1, 0);
  // In valid JSON every colon outside a string is one member: a doubled key leaves fewer members than colons.
  return kept >= 0 && kept === colons(text) ? (value as Record<string, unknown>) : null;
}

/** Adds the members of a value to `total`; -1 where a limit is passed. */
function count(value: object, depth: number, total: number): number {
  if (depth > maxDepth) return -1;
  let sum = total;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'object' && item !== null) sum = count(item, depth + 1, sum);
      if (sum < 0) return -1;
    }
    return sum;
  }
  for (const [key, item] of Object.entries(value)) {
    sum += 1;
    if (sum > maxKeys) return -1;
    if (typeof item === 'object' && item !== null) sum = count(item, depth + 1, sum);
    if (sum < 0) return -1;
    if (hostile.has(key)) delete (value as Record<string, unknown>)[key];
  }
  return sum;
}

function colons(text: string): number {
  let found = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x3a) found += 1;
  }
  return found;
}
