/**
 * Puts the clock of a process back to the last 16th, from which it runs on: `node --import` it. In the first days of a month the month before is still open, so that
 * the made-up company's last closed month, and what is found in it, would be another one than journeys tell of.
 */
const machine = Date
const now = machine.now()
const sixteenth = (back) => {
  const day = new machine(now)
  return machine.UTC(day.getUTCFullYear(), day.getUTCMonth() - back, 16, 8)
}
const by = now - (sixteenth(0) <= now ? sixteenth(0) : sixteenth(1))
const shifted = () => machine.now() - by

globalThis.Date = new Proxy(machine, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [shifted()] : given, made),
  apply: (target) => new target(shifted()).toString(),
  get: (target, name, receiver) => (name === 'now' ? shifted : Reflect.get(target, name, receiver)),
})
