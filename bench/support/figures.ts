import { readdirSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'

export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly budget?: number
}

/** Prints figures with their budgets beside them; what else ran on the machine stands below, since it is part of every time. */
export function table(figures: readonly Figure[]): void {
  const show = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2))
  const rows = figures.map(({ what, value, unit, budget }) => [
    what,
    `${show(value)} ${unit}`,
    budget === undefined ? '' : `<= ${show(budget)} ${unit}`,
    budget === undefined ? '' : value <= budget ? 'met' : 'MISSED',
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  for (const row of rows) console.info(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   '))
  console.info(`load of the machine: ${loadavg()[0]?.toFixed(1)}`)
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** Every process that a process has started, itself included, with those that were handed to the system since (the database server). Linux only. */
export function family(pid: number, folder: string): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [
          { pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]), words: readFileSync(`/proc/${name}/cmdline`, 'utf8') },
        ]
      } catch {
        return [] // it has ended meanwhile
      }
    })
  const found = new Set(all.filter((one) => one.pid === pid || (one.words.includes(folder) && one.words.includes('postgres'))).map((one) => one.pid))
  for (let grew = true; grew;) {
    const before = found.size
    for (const one of all) if (found.has(one.parent)) found.add(one.pid)
    grew = found.size > before
  }
  return [...found]
}

/** Megabytes that processes take together, shared pages divided among those who share them (proportional set size). */
export const memoryOf = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + pss(pid), 0)

function pss(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Milliseconds of processor time that processes have taken so far, in clock ticks of 10 ms. */
export const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return sum + (Number(fields[11]) + Number(fields[12])) * 10
    } catch {
      return sum
    }
  }, 0)
