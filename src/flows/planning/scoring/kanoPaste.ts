import { everyRow, Problem, type Context } from '#kernel'
import { kanoAnswer } from '#objects'
import { text } from '../reading.ts'

export interface KanoPaste {
  readonly bet: string
  /** Lines of a survey: who answered, with it, without it, and the day where it is not today; cells by tab, semicolon or comma. */
  readonly text: string
  readonly basis: string
}

export interface KanoPasted {
  readonly answers: number
  readonly created: number
  readonly updated: number
  /** Respondents who stood in the lines more than once; their last answer counts. */
  readonly repeated: number
}

type Feeling = (typeof kanoAnswer.kanoWords)[number]
interface Line {
  readonly line: number
  readonly respondent: string
  readonly functional: Feeling
  readonly dysfunctional: Feeling
  readonly answeredOn: string
}

const most = 5000
const shownFaults = 5

/** Takes the answers of a survey about one bet, all or none; a respondent who answers again is brought up to date. Throws a Problem, invalid, that names each line which cannot be read. */
export async function pasteKano(ctx: Context, { bet: asked, text: pasted, basis }: KanoPaste): Promise<KanoPasted> {
  const bet = await ctx.find('initiative', asked)
  const { lines, faults } = linesIn(pasted, ctx.now().slice(0, 10))
  const kept = [...new Map(lines.map((line) => [nameIn(line.respondent), line])).values()]
  const typed = new Map(
    (await everyRow(ctx, 'kanoAnswer', { filter: { initiative: bet.id } }))
      .filter(({ source }) => source?.connection !== connection)
      .map((row) => [nameIn(text(row['respondent'])), row.key]),
  )
  const clashes = kept.flatMap(({ line, respondent }) => {
    const key = typed.get(nameIn(respondent))
    return key ? [`Line ${line}: “${respondent}” has an answer already, ${key}. Archive that one first.`] : []
  })
  const all = [...faults, ...clashes]
  if (all.length > 0 || kept.length === 0)
    throw new Problem(
      'invalid',
      all.length === 0
        ? 'There is no answer in it.'
        : all.slice(0, shownFaults).join(' ') + (all.length > shownFaults ? ` And ${all.length - shownFaults} more.` : ''),
      'Each line is who answered, how they feel with it, and how without it: like, expect, neutral, live with, dislike, or 1 to 5. Nothing was kept.',
      { at: { field: 'text' }, more: { faults: all.length } },
    )
  const counts = await ctx.upsert(
    ctx.newId(),
    kept.map(({ line: _, ...answer }) => ({
      noun: 'kanoAnswer',
      source: { connection, externalId: `${bet.id}:${nameIn(answer.respondent)}` },
      values: { ...answer, initiative: bet.id, ...(basis.trim() === '' ? {} : { basis: basis.trim() }) },
    })),
  )
  return { answers: kept.length, created: counts.created, updated: counts.updated, repeated: lines.length - kept.length }
}

const connection = 'kano-survey'
const nameIn = (respondent: string): string => respondent.toLocaleLowerCase()

function linesIn(pasted: string, today: string): { readonly lines: readonly Line[]; readonly faults: readonly string[] } {
  const all = pasted.split(/\r?\n/)
  if (all.length > most) return { lines: [], faults: [`These are ${all.length} lines; up to ${most} are taken at once.`] }
  const cut = ['\t', ';', ','].find((one) => all[0]?.includes(one)) ?? ','
  const lines: Line[] = []
  const faults: string[] = []
  const headed = columnsIn(cellsOf(all[0] ?? '', cut))
  const places = headed ?? [0, 1, 2, 3]
  for (const [at, raw] of all.entries()) {
    if (raw.trim() === '' || (headed && at === 0)) continue
    const cells = cellsOf(raw, cut)
    const [respondent = '', withIt = '', without = '', told = ''] = places.map((place) => cells[place] ?? '')
    const [functional, dysfunctional, day] = [feelingIn(withIt), feelingIn(without), /^\d{4}-\d{2}-\d{2}(?=[T ])/.exec(told)?.[0] ?? told]
    const isHeading = at === 0 && functional === null && dysfunctional === null && !negation.test(raw) && /respondent|customer|functional|answer/i.test(raw)
    if (isHeading) continue
    const fault = faultOf({ respondent, withIt, without, functional, dysfunctional, day, today })
    if (fault === null && functional && dysfunctional) lines.push({ line: at + 1, respondent, functional, dysfunctional, answeredOn: day || today })
    else faults.push(`Line ${at + 1}: ${fault ?? 'it cannot be read.'}`)
  }
  return { lines, faults }
}

function faultOf(of: {
  readonly respondent: string
  readonly withIt: string
  readonly without: string
  readonly functional: Feeling | null
  readonly dysfunctional: Feeling | null
  readonly day: string
  readonly today: string
}): string | null {
  if (of.respondent === '') return 'it does not say who answered.'
  if (of.respondent.length > 200) return 'the name is longer than 200 letters.'
  if (!of.functional) return of.withIt === '' ? 'it lacks how they feel with it.' : `“${of.withIt.slice(0, 40)}” is no answer.`
  if (!of.dysfunctional) return of.without === '' ? 'it lacks how they feel without it.' : `“${of.without.slice(0, 40)}” is no answer.`
  if (of.day !== '' && (!/^\d{4}-\d{2}-\d{2}$/.test(of.day) || Number.isNaN(Date.parse(of.day))))
    return `“${of.day.slice(0, 40)}” is no day such as ${of.today}.`
  return of.day > of.today ? `${of.day} is ahead.` : null
}

const isAbsence = (heading: string): boolean => /dysfunctional|without|absen|miss/.test(heading) || negation.test(heading)
/** How a survey heads the four columns: who answered, with it, without it, and the day. */
const headings: readonly ((heading: string) => boolean)[] = [
  (heading) =>
    /^(?:respondent|customer|account|company|organi[sz]ation|(?:full |your )?name|e-?mail(?: address)?|user|person|who(?: answered)?)(?: id| name)?$/.test(
      heading,
    ),
  (heading) => /functional|\bwith\b|presen|\bhad\b|feel/.test(heading) && !isAbsence(heading),
  isAbsence,
  (heading) => /^(?:date|day|time ?stamp|(?:answered|submitted|completed)(?: on| at)?)$/.test(heading),
]

/** Where the columns stand in a first line that names them; null when it does not, or answers already. */
function columnsIn(cells: readonly string[]): readonly number[] | null {
  const places = headings.map((isHead) => cells.findIndex((cell) => isHead(cell.toLowerCase())))
  if (places.slice(0, 3).some((place) => place < 0) || cells.some((cell) => feelingIn(cell) !== null)) return null
  return places.map((place) => (place < 0 ? cells.length : place)) // a day without a heading stands behind those that have one
}

const cellsOf = (line: string, cut: string): string[] => {
  const cells: string[] = ['']
  let isQuoted = false
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted
    else if (letter === cut && !isQuoted) cells.push('')
    else cells[cells.length - 1] += letter
  }
  return cells.map((cell) => cell.trim())
}

const negation = /\b(?:not|never|cannot|no|neither|nor|hardly|(?:do|does|did|is|are|was|wo|would|ca|could|should)n['’]?t)\b/

/**
 * An answer in the words of surveys, or as 1 to 5 in the order of the table. Who does not like it dislikes it; what any other negation means, as of who
 * cannot live with it, is left to whoever asked.
 */
function feelingIn(cell: string): Feeling | null {
  const said = cell.toLowerCase()
  if (/^[1-5]$/.test(said)) return kanoAnswer.kanoWords[Number(said) - 1] ?? null
  const [before = '', after, ...more] = said.split(negation)
  if (after !== undefined) {
    const rest = /^\s+like\b(.*)$/.exec(after)?.[1]
    return rest !== undefined && more.length === 0 && feelingIn(before) === null && feelingIn(rest) === null ? 'dislike' : null
  }
  if (said.includes('dislike')) return 'dislike'
  if (/live|tolerate/.test(said)) return 'liveWith'
  if (said.includes('like')) return 'like'
  if (/expect|must/.test(said)) return 'expect'
  return /neutral|indifferent/.test(said) ? 'neutral' : null
}
