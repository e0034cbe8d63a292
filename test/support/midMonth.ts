/**
 * By how many milliseconds the machine's clock is ahead of the last 16th, 8:00 UTC. In the first days of a month the month before is still open, so that the made-up
 * company's last closed month, and what is found in it, would be another one than tests tell of: they put its clock back by this.
 */
export function sinceMidMonth(): number {
  const now = new Date()
  const sixteenth = (back: number): number => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 16, 8)
  return now.getTime() - (sixteenth(0) <= now.getTime() ? sixteenth(0) : sixteenth(1))
}
