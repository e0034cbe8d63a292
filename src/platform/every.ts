/** Runs work again and again, `millis` apart, until the answer is called. A pass that still runs is waited for, never doubled; the waiting keeps no process alive. */
export function every(millis: number, work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  const timer = setInterval(() => {
    running ??= work().finally(() => (running = null))
  }, millis)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
