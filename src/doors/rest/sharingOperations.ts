import type { JsonSchema } from '#kernel'
import type { Operation } from './operationTable.ts'

const text: JsonSchema = { type: 'string' }
const audience: JsonSchema = { enum: ['board', 'executive', 'squad', 'gtm', 'customer'] }
const query = (name: string, description: string, schema: JsonSchema = text) => ({ name, in: 'query', schema, description })

const wish: JsonSchema = {
  type: 'object',
  required: ['audience'],
  properties: {
    name: text,
    subject: { enum: ['roadmap', 'list'] },
    of: { type: 'string', description: 'The noun of a list.' },
    lens: { enum: ['horizons', 'timeline'] },
    filter: { type: 'object' },
    columns: { type: 'array', items: text },
    sort: text,
    audience,
    asOf: { type: 'string', description: 'A day that it shows for good; the present when left out.' },
    password: { type: 'string', minLength: 6, maxLength: 200, description: 'What visitors have to know; none when left out. A salted hash of it is kept.' },
    days: { type: 'integer', minimum: 1, maximum: 365, description: 'How long it opens; 30 when left out.' },
  },
}
const body = { content: { 'application/json': { schema: wish } } }
const token = { name: 'token', in: 'path', required: true, schema: text, description: 'What the address of the link ends with.' }
const link = { name: 'id', in: 'path', required: true, schema: text, description: 'The id or key of the link.' }
const plural = { name: 'plural', in: 'path', required: true, schema: text, description: 'The list, such as initiatives.' }
const mark = query('mark', 'Begin a CSV with U+FEFF, by which Excel knows UTF-8.', { type: 'boolean' })

/** A file instead of JSON. */
const file = (operation: Readonly<Record<string, unknown>>, media: readonly string[]) => ({
  ...operation,
  responses: {
    ...Object(operation['responses']),
    200: { description: 'The file.', content: Object.fromEntries(media.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])) },
  },
})

const pptx = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'

/** Sharing by link, the one door that needs no session, and files out. */
export const sharingOperations = (
  operation: Operation,
  parameters: Readonly<Record<'asOf' | 'q' | 'sort' | 'archived', unknown>>,
): Record<string, unknown> => ({
  '/api/v1/sharing/links': {
    get: operation('sharing.list', 'Every link, how often it was opened, and whether it opens now.', 'sharing'),
    post: {
      ...operation('sharing.make', 'Share a view by a link; the answer holds it, once.', 'sharing'),
      requestBody: body,
    },
  },
  '/api/v1/sharing/links/{id}/revoke': {
    parameters: [link],
    post: operation('shareLink.close', 'Close a link for everybody and for good; by who made it, or by an administrator.', 'sharing'),
  },
  '/api/v1/sharing/preview': {
    post: { ...operation('sharing.preview', 'What an audience would see, to the letter.', 'sharing'), requestBody: body },
  },
  '/api/v1/shared/{token}': {
    parameters: [token],
    get: {
      ...operation(
        'sharing.open',
        'A shared view; it needs no session. A token that opens nothing is a 404; one whose time is over says so, one with a password answers 403 without it.',
        'sharing',
      ),
      parameters: [{ name: 'Link-Password', in: 'header', schema: text, description: 'The password of the link, percent-encoded.' }],
      security: [],
    },
  },
  '/api/v1/roadmap/export': {
    get: file(
      {
        ...operation(
          'export.roadmap',
          'The roadmap as a file, as an audience may see it; any field that they may see narrows it, as in a list: teams=Identity.',
          'sharing',
        ),
        parameters: [
          query('format', 'pptx unless told.', { enum: ['pptx', 'pdf', 'svg', 'csv', 'json'] }),
          query('audience', 'executive unless told.', audience),
          query('paper', 'Of a PDF.', { enum: ['a4', 'letter'] }),
          mark,
          parameters.asOf,
        ],
      },
      [pptx, 'application/pdf', 'image/svg+xml', 'text/csv', 'application/json'],
    ),
  },
  '/api/v1/export/{plural}': {
    parameters: [plural],
    get: file(
      {
        ...operation('export.rows', 'The rows of a list as a file, with its filters as in the list itself; streamed.', 'sharing'),
        parameters: [
          query('format', 'csv unless told.', { enum: ['csv', 'json'] }),
          query('columns', 'Fields, separated by commas; all when left out.'),
          mark,
          parameters.q,
          parameters.sort,
          parameters.archived,
          parameters.asOf,
        ],
      },
      ['text/csv', 'application/json'],
    ),
  },
})
