import { cleanText } from '#engines/events/limits.ts'
import { isBroken } from '#kernel'
import type { Incoming } from './incoming.ts'

/** An item all of whose names can be kept, types and keys of groups among them. A plain one is given back as it is. */
export function cleaned(item: Incoming): Incoming {
  const { name, userId, anonymousId, insertId, sessionId, other, groups } = item
  if (isPlain(name) && isPlain(userId) && isPlain(anonymousId) && isPlain(insertId) && isPlain(sessionId) && isPlain(other) && arePlain(groups)) return item
  return {
    ...item,
    name: cleanText(name),
    userId: clean(userId),
    anonymousId: clean(anonymousId),
    insertId: clean(insertId),
    sessionId: clean(sessionId),
    other: clean(other),
    groups: groups && Object.fromEntries(Object.entries(groups).map(([type, key]) => [cleanText(type), cleanText(key)])),
  }
}

const isPlain = (text: string | null): boolean => text === null || !isBroken(text)

function arePlain(groups: Incoming['groups']): boolean {
  for (const type in groups) if (!isPlain(type) || !isPlain(groups[type] ?? null)) return false
  return true
}

const clean = (text: string | null): string | null => (text === null ? null : cleanText(text))
