import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { generateModel } from './generate.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'dist', 'typescale')
const ratchet: { nouns: number; instantiations: number } = JSON.parse(readFileSync(join(import.meta.dirname, 'ratchet.json'), 'utf8'))

test('a model of 80 nouns compiles, with at most a tenth more type instantiations than when it was last recorded', async () => {
  generateModel(folder, ratchet.nouns)
  const output = await compile(join(folder, 'tsconfig.json'))
  expect(errorsOf(output).filter((line) => !line.includes('mistakes.ts'))).toEqual([])
  const instantiations = figure(output, 'Instantiations')
  console.info('typescale', JSON.stringify({ nouns: ratchet.nouns, instantiations, recorded: ratchet.instantiations, check: figure(output, 'Check time') }))
  expect(figure(output, 'Files')).toBeGreaterThan(ratchet.nouns)
  expect(
    instantiations,
    'the language became heavier to type; make it lighter, or record the new figure in ratchet.json with the reason in the commit',
  ).toBeLessThanOrEqual(ratchet.instantiations * 1.1)
})

test('the compiler finds a verb that sets an unknown state, an unknown field, another kind of value or nothing where something is required', async () => {
  generateModel(`${folder}Mistakes`, 3)
  expect(errorsOf(await compile(join(`${folder}Mistakes`, 'tsconfig.json')))).toEqual([])
})

test('twice the nouns cost about twice the instantiations, so that nothing compares every noun with every other', async () => {
  const cost = async (nouns: number): Promise<number> => {
    const scaled = join(root, 'dist', `typescale${nouns}`)
    generateModel(scaled, nouns)
    return figure(await compile(join(scaled, 'tsconfig.json')), 'Instantiations')
  }
  const [small, large] = [await cost(20), await cost(40)]
  expect(large / small).toBeLessThan(2.2)
})

async function compile(project: string): Promise<string> {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const answer = await promisify(execFile)(process.execPath, [tsc, '-p', project, '--extendedDiagnostics', '--singleThreaded'], { maxBuffer: 64e6 }).catch(
    outputOf,
  )
  return answer.stdout
}

/** A compiler that found errors ends with a failure, and its output is what we want to read. */
function outputOf(error: unknown): { stdout: string } {
  if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') return { stdout: error.stdout }
  throw error
}

const errorsOf = (output: string): string[] => output.split('\n').filter((line) => line.includes('error TS'))

function figure(output: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(output)?.[1]
  if (found === undefined) throw new Error(`tsc printed no “${name}”:\n${output.slice(0, 2000)}`)
  return Number(found)
}
