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
  const [head, ...rest] = pasted.split(/\r?\n/).flatMap((raw, at) => (raw.trim() === '' ? [] : [{ raw, line: at + 1 }]))
  if (!head) return { lines: [], faults: [] }
  const cut = ['\t', ';', ','].find((one) => head.raw.includes(one)) ?? ','
  const headed = columnsIn(cellsOf(head.raw, cut))
  if (headed?.fault) return { lines: [], faults: [`Line ${head.line}: ${headed.fault}`] }
  const answers = headed || isHeading(head.raw, cut) ? rest : [head, ...rest]
  if (answers.length > most) return { lines: [], faults: [`These are ${answers.length} lines; up to ${most} are taken at once.`] }
  const lines: Line[] = []
  const faults: string[] = []
  for (const { raw, line } of answers) {
    const cells = cellsOf(raw, cut)
    const [respondent = '', withIt = '', without = '', told = ''] = (headed?.places ?? unheaded).map((place) => cells[place] ?? '')
    const [functional, dysfunctional, day] = [feelingIn(withIt), feelingIn(without), /^\d{4}-\d{2}-\d{2}(?=[T ])/.exec(told)?.[0] ?? told]
    const fault = faultOf({ respondent, withIt, without, functional, dysfunctional, day, today })
    if (fault === null && functional && dysfunctional) lines.push({ line, respondent, functional, dysfunctional, answeredOn: day || today })
    else faults.push(`Line ${line}: ${fault ?? 'it cannot be read.'}`)
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

const isAbsence = (heading: string): boolean => /dysfunctional|without|absen|miss|\b(?:remov|gone|lack)/.test(heading) || negation.test(heading)
const isPresence = (heading: string): boolean => /functional|\bwith\b|presen|\bhad\b|feel/.test(heading) && !isAbsence(heading)
const isPerson = (heading: string): boolean =>
  /^(?:respondent|(?:full |your )?name|e-?mail(?: address)?|user|person|who(?: answered)?)(?: id| name)?$/.test(heading)
const isAccount = (heading: string): boolean => /^(?:customer|account|company|organi[sz]ation)(?: id| name)?$/.test(heading)
const isDay = (heading: string): boolean => /^(?:date|day|time ?stamp|(?:answered|submitted|completed)(?: on| at)?)$/.test(heading)

const unheaded: readonly number[] = [0, 1, 2, 3]
type Columns = { readonly places: readonly number[]; readonly fault: null } | { readonly places: null; readonly fault: string }

/** Where who answered, with it, without it and the day stand in a first line that names them, or why that cannot be told; null when it does not, or answers already. */
function columnsIn(cells: readonly string[]): Columns | null {
  const said = cells.map(plain)
  const placesOf = (isHead: (heading: string) => boolean): number[] => said.flatMap((heading, at) => (isHead(heading) ? [at] : []))
  const [withIt, without] = [placesOf(isPresence), placesOf(isAbsence)]
  const person = said.findIndex(isPerson)
  const who = person < 0 ? said.findIndex(isAccount) : person
  const [functional, dysfunctional] = [withIt[0], without[0]]
  if (who < 0 || functional === undefined || dysfunctional === undefined || cells.some((cell) => feelingIn(cell) !== null)) return null
  const fault = [doubtOf('with it', withIt, cells), doubtOf('without it', without, cells)].find((one) => one !== null)
  if (fault) return { places: null, fault }
  const day = said.findIndex(isDay)
  return { places: [who, functional, dysfunctional, day < 0 ? cells.length : day], fault: null } // a day without a heading stands behind those that have one
}

/** Why it cannot be told which column holds a feeling; null where one alone may. */
function doubtOf(feeling: string, places: readonly number[], cells: readonly string[]): string | null {
  if (places.length < 2) return null
  const names = places.map((place) => `“${cells[place] ?? ''}”`).join(', ')
  return `${places.length === 2 ? 'Two' : places.length} columns may tell how they feel ${feeling}: ${names}; leave one.`
}

/** A first line that heads columns in the usual order, in words of its own. */
function isHeading(raw: string, cut: string): boolean {
  const [, withIt = '', without = ''] = cellsOf(raw, cut)
  const isAnswer = feelingIn(withIt) !== null || feelingIn(without) !== null || negation.test(plain(raw))
  return !isAnswer && /respondent|customer|functional|answer/i.test(raw)
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

/** Words in lower case with one apostrophe: pasted ones are curly, or lost where a file was read as something that it is not. */
const plain = (words: string): string => words.toLowerCase().replaceAll(/[‘’‛ʼ′´`\uFFFD]/g, "'")

const negation = /\b(?:not|never|cannot|no|neither|nor|hardly|(?:do|does|did|is|are|was|wo|would|ca|could|should)n'?t)\b/

/**
 * An answer in the words of surveys, or as 1 to 5 in the order of the table. Who does not like it dislikes it; what any other negation means, as of who
 * cannot live with it, is left to whoever asked.
 */
function feelingIn(cell: string): Feeling | null {
  const said = plain(cell)
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
