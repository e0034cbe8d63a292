import { list, refuse } from '#engines/questions/replies.ts'
import { refusalCodes, type Refusal, type RefusalCode } from '#engines/questions/question.ts'
import { isProblem, type Problem } from '#kernel'
import { alone, type Plan } from './plan.ts'

/** What measuring refused, by the codes of a question. What is no refusal is a failure, and stays one. */
export function refusalOf(error: unknown, { metric, question, vocabulary, dimensions }: Plan): Refusal {
  if (!isProblem(error) || error.kind === 'unavailable') throw error
  const choices = dimensions.length > 1 ? alone(question, vocabulary) : []
  const what = dimensions.length > 1 ? `${metric.name} by ${list(dimensions)}` : metric.name
  return refuse(codeOf(error), `${what} cannot be answered: ${error.message}`, error.hint, { choices })
}

function codeOf({ kind, details }: Problem): RefusalCode {
  const own = refusalCodes.find((code) => code === details.code)
  if (own) return own
  return kind === 'forbidden' ? 'no_permission' : details.more?.['faults'] === undefined ? 'unsupported' : 'untrusted'
}
