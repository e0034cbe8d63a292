import type { SampleObject, SampleVerb } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

/** What customers need, below the outcomes that it serves: one that many feel, one that one account asks for again and again, and one without an outcome. */
export function opportunities(time: Timeline, heard: readonly SampleObject[]): SampleObject[] {
  const named = 'SSO set-up fails at certificates'
  const said = heard.filter(({ verbs = [] }) => verbs.some(({ input }) => input['theme'] === named))
  const one = (key: string, title: string, values: Readonly<Record<string, unknown>>, verbs: readonly SampleVerb[] = []): SampleObject => ({
    noun: 'opportunity',
    externalId: `opportunity:${key}`,
    values: { title, ...values },
    verbs,
  })
  const below = (where: Readonly<Record<string, string>>): SampleVerb => ({ verb: 'place', input: { parent: null, objective: null, ...where } })
  const asked = (importance: number, satisfaction: number, n: number) => ({
    importance,
    satisfaction,
    n,
    on: addDays(time.today, -40),
    basis: 'Survey of administrators',
  })
  return [
    one('access', 'People wait for access on their first day', { owner: 'member:ines', survey: asked(9.1, 3.2, 86) }, [
      below({ objective: 'objective:start' }),
    ]),
    one(
      'certificates',
      'Set-up stops at certificates, and nobody can say why',
      {
        themes: [named],
        initiatives: ['initiative:sso'],
        product: 'product:identity',
        owner: 'member:ines',
        survey: asked(9.1, 3.2, 86),
      },
      [
        below({ parent: 'opportunity:access' }),
        { verb: 'validate', input: { accounts: new Set(said.map(({ values }) => values['account'])).size, exception: null } },
        { verb: 'target', input: { initiatives: null } },
      ],
    ),
    one(
      'seats',
      'Idle seats are found at the renewal',
      { themes: ['Seat cuts surprise both sides'], initiatives: ['initiative:seats'], owner: 'member:vera' },
      [below({ parent: 'opportunity:access' })],
    ),
    one('answers', 'Answers wait for an analyst', {
      kind: 'need',
      themes: ['Analysts are a bottleneck for answers'],
      initiatives: ['initiative:analysts'],
      owner: 'member:mina',
      survey: asked(8.6, 4.7, 64),
    }),
    one('reports', 'Reports lack the columns of a regulator', { kind: 'desire', themes: ['Custom report builder'], owner: 'member:mina' }, [
      below({ parent: 'opportunity:answers' }),
    ]),
    one('partners', 'Partners cannot build what they need', { kind: 'need', owner: 'member:ines' }),
  ]
}
