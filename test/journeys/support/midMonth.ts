import { sinceMidMonth } from '../../support/midMonth.ts'

/** Puts the clock of a process back to the last 16th, from which it runs on: `node --import` it. */
const [machine, by] = [Date, sinceMidMonth()]
const shifted = (): number => machine.now() - by

globalThis.Date = new Proxy(machine, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [shifted()] : given, made),
  apply: (target) => new target(shifted()).toString(),
  get: (target, name, receiver) => (name === 'now' ? shifted : Reflect.get(target, name, receiver)),
})
