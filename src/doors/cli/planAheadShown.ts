import type { Loaded } from '#flows/planning/capacity/loaded.ts'
import type { ChanceLine, Chances } from '#flows/planning/chances/chances.ts'
import type { ChanceRecord } from '#flows/planning/chances/record.ts'
import type { Branch } from '#flows/planning/scenarios/branch.ts'
import { textTable } from './table.ts'
import type { Tools } from './tools.ts'

type Show = Tools['show']

export function chances({ start, runs, lines }: Chances, show: Show): string {
  const value = (line: ChanceLine, figure: number | null): string => (line.unit ? show(figure, line.unit, line.currency) : String(figure ?? ''))
  const told = lines.filter(({ hit }) => hit !== null)
  return [
    told.length === 0 ? `From ${start}: no key result has ground for a chance.` : `From ${start}, ${runs.toLocaleString('en-US')} runs:`,
    ...(told.length === 0
      ? []
      : [
          '',
          textTable(
            ['key', 'key result', 'due', 'target', '10%', '50%', '90%', 'chance', 'without bets', 'its owner'],
            told.map((line) => [
              line.key,
              line.title,
              line.due,
              value(line, line.target),
              ...[line.hit?.p10, line.hit?.p50, line.hit?.p90].map((figure) => value(line, figure ?? null)),
              percent(line.hit?.chance ?? null),
              percent(line.hit?.without ?? null),
              percent(line.confidence),
            ]),
          ),
        ]),
    ...told.flatMap((line) => [
      ...(line.hit?.effects.map(
        (one) =>
          `${line.key}: ${one.of} ${one.title} lifts the chance by ${Math.round(one.lifts * 100)} points${one.lands ? `; lands ${one.lands} (50%)` : ''}`,
      ) ?? []),
      ...line.leftOut.map((one) => `${line.key}: ${one.key} ${one.title} is not counted: ${one.lacks}`),
    ]),
    ...lines.flatMap((line) => (line.lacks === null ? [] : [`No ground for a number: ${line.key} ${line.title}. ${line.lacks}`])),
  ].join('\n')
}

export function chanceRecord({ lines, says, leftOut }: ChanceRecord): string {
  return [
    says,
    ...(lines.length === 0
      ? []
      : [
          '',
          textTable(
            ['key', 'key result', 'as of', 'chance', 'came'],
            lines.map((one) => [one.key, one.title, one.on, percent(one.chance), one.isHit ? 'met' : 'missed']),
          ),
        ]),
    ...leftOut.map(({ key, title, lacks }) => `Nothing could have been said of ${key} ${title}: ${lacks}`),
  ].join('\n')
}

export function capacity({ quarters, lines, seats, uncounted }: Loaded): string {
  const over = lines.filter(({ state }) => state === 'over')
  return [
    over.length === 0 ? 'No squad is over.' : `${over.length} of ${lines.length} squad quarters are over.`,
    '',
    textTable(
      ['squad', 'quarter', 'people', 'gives', 'asked', 'over', 'with open seats', 'skills over', 'because of'],
      lines.map((line) => [
        line.squad,
        line.quarter,
        line.headcount ?? 'no plan',
        round(line.gives),
        round(line.asked),
        line.over > 0 ? round(line.over) : '',
        line.over > 0 ? round(line.overIfHired) : '',
        line.skills
          .filter((one) => one.over > 1e-9)
          .map((one) => `${one.skill} ${round(one.over)}`)
          .join(', '),
        line.over > 0
          ? line.bets
              .filter(({ frees }) => frees > 1e-9)
              .map((one) => `${one.bet} (${round(one.weeks)})`)
              .join(', ')
          : '',
      ]),
    ),
    ...(seats.length === 0
      ? []
      : [
          '',
          textTable(
            ['seat', 'role', 'squad', 'skill', 'state', 'starts', ...quarters],
            seats.map((one) => [
              one.key,
              one.title,
              one.squad,
              one.skill ?? '',
              one.state,
              one.startsOn,
              ...one.gives.map(({ weeks }) => (weeks === null ? '?' : round(weeks))),
            ]),
          ),
        ]),
    ...uncounted.map(({ key, title, lacks }) => `Not counted: ${key} ${title} lacks ${lacks}`),
  ].join('\n')
}

export function branch({ key, title, state, currency, today, then, people, capacity: squads, merge }: Branch, show: Show): string {
  return [
    `${key} ${title} (${state}): worth ${show(then.value, 'money', currency)}; today ${show(today.value, 'money', currency)}.`,
    then.breaks.length === 0 ? 'It keeps every rule.' : `It breaks: ${then.breaks.join('; ')}.`,
    ...then.unplanned.map((one) => `Cannot be planned: ${one.key} ${one.title} lacks ${one.lacks}`),
    ...people.map((one) => `${one.people} people${one.skill ? ` (${one.skill})` : ''} from ${one.from} to ${one.to}, from ${one.since} on`),
    '',
    textTable(
      ['squad', 'quarter', 'now', 'then'],
      squads.filter((one) => one.now !== one.then).map((one) => [one.squad, one.period, round(one.now), round(one.then)]),
    ),
    '',
    'Adopting it changes:',
    ...merge.bets.map((one) => `  ${one.key} ${one.title}: ${one.from ?? 'no time'} → ${one.to}`),
    ...merge.squads.map((one) => `  ${one.key} ${one.squad} ${one.period}: ${one.from} → ${one.to} people`),
    ...(merge.bets.length + merge.squads.length === 0 ? ['  nothing'] : []),
    ...(merge.lacks ? [`It cannot be adopted: ${merge.lacks}`] : []),
  ].join('\n')
}

const round = (value: number): string => String(Math.round(value * 10) / 10)
const percent = (share: number | null): string => (share === null ? '' : `${Math.round(share * 100)}%`)
