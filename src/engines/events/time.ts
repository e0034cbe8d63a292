export const day = 86_400_000

/**
 * When something happened by our clock, in milliseconds since 1970: the client’s clock is as wrong as its moment of sending shows, so
 * received − (sent − at). Without a moment of sending the client’s time is believed; without any, it happened when it arrived.
 */
export function happened(at: number | null, sentAt: number | null, received: number): number {
  if (at === null) return received
  return sentAt === null ? at : received - (sentAt - at)
}

/** More than a day ahead cannot be; more than a day behind is late, which is taken. */
export function timeClass(at: number, received: number): 'future_time' | 'late_time' | null {
  if (at - received > day) return 'future_time'
  return received - at > day ? 'late_time' : null
}
