import type { SampleObject, SamplePerson } from './sampleObject.ts'

const person = (key: string, name: string, title: string, role: SamplePerson['role']): SamplePerson => ({
  externalId: `member:${key}`,
  name,
  email: `${name.toLowerCase().replaceAll(' ', '.')}@harborlight.example`,
  title,
  role,
})

export const people: readonly SamplePerson[] = [
  person('vera', 'Vera Lindqvist', 'VP Product', 'owner'),
  person('dana', 'Dana Whitlock', 'Product operations', 'admin'),
  person('mina', 'Mina Osei', 'Product manager, Insights', 'editor'),
  person('tomas', 'Tomas Adeyemi', 'Engineering', 'editor'),
  person('ines', 'Ines Falk', 'Product manager, Connect and Identity', 'editor'),
  person('ruth', 'Ruth Okafor', 'Platform owner', 'editor'),
  person('jonas', 'Jonas Berg', 'Customer success', 'contributor'),
  person('amara', 'Amara Castel', 'Chief financial officer', 'viewer'),
]

const product = (
  key: string,
  name: string,
  kind: string,
  parent: string | null,
  owner: string,
  lifecycle: string,
  investment: number,
  summary: string,
  records: readonly string[] = [],
): SampleObject => ({
  noun: 'product',
  externalId: `product:${key}`,
  values: {
    name,
    kind,
    parent: parent && `product:${parent}`,
    owner: `member:${owner}`,
    lifecycle,
    role: kind === 'platform' ? 'enabler' : 'core',
    investment,
    summary,
    records,
  },
})

export const products: readonly SampleObject[] = [
  product('harborlight', 'Harborlight', 'line', null, 'vera', 'investing', 100, 'One place where operations teams plan, approve and see their work.'),
  product('core', 'Core', 'product', 'harborlight', 'vera', 'investing', 41, 'Tasks, approvals and exports for every team.', ['Tasks', 'Approvals']),
  product('insights', 'Insights', 'product', 'harborlight', 'mina', 'investing', 19, 'Answers and alerts from the work itself.'),
  product('connect', 'Connect', 'product', 'harborlight', 'ines', 'harvesting', 14, 'Connectors to the systems around the work.'),
  product('platform', 'Platform', 'platform', 'harborlight', 'ruth', 'sustaining', 20, 'Query engine, identity and hosting that all products stand on.'),
  product('identity', 'Identity', 'area', 'platform', 'ines', 'investing', 6, 'Sign-in, single sign-on and provisioning.'),
]
