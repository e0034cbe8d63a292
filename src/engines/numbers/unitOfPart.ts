import type { Unit } from './showNumber.ts'

/** What the companions of a number are measured in. A name means the same in every metric; digits at its end are a variant of it (open30). */
const units: Readonly<Record<string, Unit>> = {
  ...all('ratio', 'open openAfter lostBeforeValue retained retainedOfActivated retainedOfOthers underpoweredShare mismatchShare lateShare learningShare'),
  ...all(
    'ratio',
    'winRate responseRate flowEfficiency parkedShare p50Hit revenueWeighted stickiness unhappy unallocatedShare withUnallocated breadth users stillAfter8Weeks monthlyChurn windowPassed daysCountedShare',
  ),
  ...all('money', 'averageRevenue revenue direct shared support unallocated opex total ledger billed'),
  ...all(
    'score',
    'perSquad perWeek perRelease per1000Accounts urgent perActiveUser perThousandOfMrr weighted change kappa meanScore depth weeks meanDaily burn',
  ),
  ...all('hours', 'hoursToFirstResponse'),
}

/** Names that are the number itself, told another way. */
const own = /^(p\d+|median(Low|High)?|\w+(Median|P85)|accountWeighted|smallestChange)$/

/** The unit of a companion of a number in `unit`; what is not listed is a count. */
export function unitOfPart(name: string, unit: Unit): Unit {
  if (own.test(name)) return unit
  return units[name] ?? units[name.replace(/\d+$/, '')] ?? 'count'
}

function all(unit: Unit, names: string): Record<string, Unit> {
  return Object.fromEntries(names.split(' ').map((name) => [name, unit]))
}
