import { parseInstant, Problem } from '#kernel'
import type { HeldPlace } from '#platform/columnar/heldLog.ts'

export const writeHeldCursor = ({ receivedAt, index, id }: HeldPlace): string => Buffer.from(JSON.stringify([receivedAt, index, id])).toString('base64url')

export function readHeldCursor(cursor: string): HeldPlace {
  try {
    const [receivedAt, index, id]: readonly unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Number.isSafeInteger(index) && typeof id === 'string') return { receivedAt: parseInstant(receivedAt), index: Number(index), id }
  } catch {
    // told below
  }
  throw new Problem('invalid', 'The cursor does not fit this question.', 'Start again without it.', { code: 'bad-cursor' })
}
