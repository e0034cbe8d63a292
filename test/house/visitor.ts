import { Problem } from '#kernel'
import { ownerLink } from '../../src/house/links.ts'
import { at, baseUrl, type Reply, type TestHouse } from './testHouse.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Reply
}

export interface Sent {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Somebody at the REST door: a browser with a cookie, or a program with a key. */
export type Visitor = (method: string, path: string, sent?: Sent) => Promise<Answer>

export function visitor({ door }: TestHouse, who: Readonly<Record<string, string>> = {}): Visitor {
  return async (method, path, { body, headers = {} } = {}) => {
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await door.request(path, {
      method,
      headers: { host: 'localhost:3000', ...who, ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, body: (answer.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : {} }
  }
}

/** Opens a one-time link as a person does, and answers a browser that is signed in. */
export async function open(house: TestHouse, link: string, answers: Readonly<Record<string, unknown>> = {}): Promise<Visitor> {
  const answer = await visitor(house)('POST', link.replace(`${baseUrl}/welcome/`, '/api/v1/welcome/'), { body: answers })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (answer.status !== 200 || !cookie) throw new Problem('refused', `The link did not open: ${answer.text}`)
  return visitor(house, { cookie })
}

export const ownerOf = async (house: TestHouse, workspace: string): Promise<Visitor> => await open(house, await ownerLink(house.app, workspace, baseUrl))

/** Invites somebody, who then opens the link. */
export async function invited(
  house: TestHouse,
  owner: Visitor,
  role: string,
  name = `Mina the ${role}`,
): Promise<{ readonly visit: Visitor; readonly member: string }> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@harborlight.example`
  const { body } = await owner('POST', '/api/v1/members/invite', { body: { name, email, role } })
  return { visit: await open(house, String(body['link']), { password: 'quiet harbour lights' }), member: String(at(body, 'row', 'id')) }
}

export async function keyed(
  house: TestHouse,
  owner: Visitor,
  scope: 'read' | 'write',
): Promise<{ readonly visit: Visitor; readonly id: string; readonly text: string }> {
  const { body } = await owner('POST', '/api/v1/keys', { body: { name: `A ${scope} key`, scope } })
  return { visit: visitor(house, { authorization: `Bearer ${String(body['key'])}` }), id: String(body['id']), text: String(body['key']) }
}
