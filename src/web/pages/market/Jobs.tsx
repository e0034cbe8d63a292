import { NewOne } from '#web/object/NewOne.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { sayCount } from '#web/say.ts'
import { useUrl } from '#web/url.tsx'
import type { JobLine, OutcomeLine } from './asked.ts'

const bands = { served: 'served', worth: 'worth a look', high: 'underserved', extreme: 'badly underserved' } as const
/** Scores of fewer people are said to rest on few. */
const few = 30

/** What people try to get done, the least served first. */
export function Jobs({ jobs }: { readonly jobs: readonly JobLine[] }) {
  const [first] = jobs
  return (
    <section className="sec" aria-label="Jobs">
      <SectionHead title={jobsSay(first)} count={jobs.length > 0 ? 'importance + what is missing of satisfaction, 0 to 20' : undefined}>
        <NewOne noun="job" says="New job" />
      </SectionHead>
      {jobs.length === 0 && (
        <p className="note">A job says what people try to get done, and scores its outcomes by how important they are and how content people are.</p>
      )}
      {jobs.length > 0 && (
        <Wide label="Jobs by opportunity">
          <table className="num cards">
            <thead>
              <tr>
                <th scope="col">Job, and its outcomes</th>
                <th scope="col" className="r">
                  Important
                </th>
                <th scope="col" className="r">
                  Content
                </th>
                <th scope="col" className="r">
                  Opportunity
                </th>
                <th scope="col">Asked</th>
              </tr>
            </thead>
            {jobs.map((job) => (
              <Job key={job.id} job={job} />
            ))}
          </table>
        </Wide>
      )}
    </section>
  )
}

function jobsSay(first: JobLine | undefined): string {
  if (!first) return 'No job is written down yet'
  if (first.score === null) return 'No outcome of a job has been scored yet'
  return `The greatest opportunity is “${first.outcomes[0]?.statement ?? ''}”, at ${first.score.toFixed(1)}`
}

function Job({ job }: { readonly job: JobLine }) {
  const { set } = useUrl()
  return (
    <tbody>
      <tr className="grp">
        <th colSpan={5} scope="colgroup">
          <button type="button" className="b" onClick={() => set({ peek: `job:${job.key}` })}>
            {job.title}
          </button>{' '}
          <span className="muted">{`When ${job.situation}, I want ${job.motivation}, so that ${job.outcome}`}</span>
          {job.personas.length > 0 && <span className="muted">{` (${job.personas.map(({ title }) => title).join(', ')})`}</span>}
        </th>
      </tr>
      {job.outcomes.map((outcome) => (
        <tr key={outcome.statement}>
          <th scope="row">{outcome.statement}</th>
          <td className="r" data-l="Important">
            {scoreWords(outcome.importance)}
          </td>
          <td className="r" data-l="Content">
            {scoreWords(outcome.satisfaction)}
          </td>
          <td className="r" data-l="Opportunity">
            {scoreWords(outcome.score)}
          </td>
          <td className="rule wide">{askedWords(outcome)}</td>
        </tr>
      ))}
      {job.outcomes.length === 0 && (
        <tr>
          <td colSpan={5} className="muted">
            No outcome yet
          </td>
        </tr>
      )}
    </tbody>
  )
}

const scoreWords = (score: number | null): string => (score === null ? '–' : score.toFixed(1))

function askedWords({ band, n, importance, satisfaction }: OutcomeLine): string {
  if (band === null) return 'not scored'
  const over = importance !== null && satisfaction !== null && satisfaction > importance ? 'served more than it matters' : bands[band]
  if (!n) return `${over}; nobody was asked`
  return `${over}; ${sayCount(n)} asked${n < few ? ', which is few' : ''}`
}
